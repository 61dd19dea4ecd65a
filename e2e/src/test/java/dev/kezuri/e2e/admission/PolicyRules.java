// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import dev.kezuri.e2e.admission.Actors.Answer;
import dev.kezuri.e2e.cluster.RuleVerdict;
import dev.kezuri.e2e.cluster.RuleVerdict.Without;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicySpec;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Takes the validations out of the policies one by one, and sends the last writes of the {@code
 * invalid-} files of its folder until one is taken without a word.
 */
public final class PolicyRules {
  private static final String NAMESPACE = "policy-rules";

  /** A changed policy is in force within about a second. */
  private static final Duration NOTICED = Duration.ofSeconds(20);

  private static final Duration BACK = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final Actors actors;

  private PolicyRules(KubernetesClient client, Actors actors) {
    this.client = client;
    this.actors = actors;
  }

  /** Tries all; afterwards {@code plane} has the policies that it had. */
  public static void run(RealControlPlane plane, Consumer<RuleVerdict> verdicts) {
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(plane.config()).build();
        Actors actors = new Actors(plane)) {
      PolicyStage.prepare(client, actors, NAMESPACE);
      new PolicyRules(client, actors).all(verdicts);
    } catch (Exception e) {
      throw new IllegalStateException("the policies cannot be tried: " + e.getMessage(), e);
    }
  }

  private void all(Consumer<RuleVerdict> verdicts) throws Exception {
    Map<Path, Step> writes = new LinkedHashMap<>();
    for (Path file : PolicyFiles.all()) {
      if (PolicyFiles.isInvalid(file)) {
        writes.put(file, PolicyStage.lastGiven(file, actors, NAMESPACE));
      }
    }
    List<ValidatingAdmissionPolicy> policies =
        client.resources(ValidatingAdmissionPolicy.class).list().getItems().stream()
            .sorted(Comparator.comparing(policy -> policy.getMetadata().getName()))
            .toList();
    for (ValidatingAdmissionPolicy policy : policies) {
      String name = policy.getMetadata().getName();
      Map<Path, Step> own = new LinkedHashMap<>(writes);
      own.keySet().removeIf(file -> !PolicyFiles.policy(file).equals(name));
      for (int i = 0; i < policy.getSpec().getValidations().size(); i++) {
        Optional<String> noticed = notice(policy, i, own);
        Validation validation = policy.getSpec().getValidations().get(i);
        verdicts.accept(
            new RuleVerdict(
                "policy " + name,
                said(validation),
                false,
                noticed.isPresent() ? Without.TAKEN : Without.SURVIVES,
                noticed.orElse("")));
      }
    }
  }

  /** Returns the message, or how it begins if it is put together. */
  private static String said(Validation validation) {
    return validation.getMessage() == null
        ? validation.getMessageExpression().replaceFirst("(?s)^'([^']*)'.*$", "$1…")
        : validation.getMessage().replace('\n', ' ');
  }

  private Optional<String> notice(
      ValidatingAdmissionPolicy policy, int index, Map<Path, Step> writes) throws Exception {
    ValidatingAdmissionPolicy weak = new ValidatingAdmissionPolicyBuilder(policy).build();
    weak.getSpec().getValidations().get(index).setExpression("true");
    put(policy, weak.getSpec());
    awaitTaken(writes);
    // Not the one that was in hand when the change came into force.
    Optional<Path> taken = firstTaken(writes);
    put(policy, policy.getSpec());
    if (taken.isPresent()) {
      Awaitility.await("what is shipped is back in force")
          .atMost(BACK)
          .until(() -> !silent(writes.get(taken.get())));
    }
    return taken.map(file -> file.getFileName().toString());
  }

  private void awaitTaken(Map<Path, Step> writes) {
    try {
      Awaitility.await()
          .atMost(NOTICED)
          .pollDelay(Duration.ZERO)
          .until(() -> firstTaken(writes).isPresent());
    } catch (ConditionTimeoutException nothing) {
      // That none is taken is what was asked.
    }
  }

  private void put(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicySpec spec) {
    client
        .resources(ValidatingAdmissionPolicy.class)
        .withName(policy.getMetadata().getName())
        .edit(there -> new ValidatingAdmissionPolicyBuilder(there).withSpec(spec).build());
  }

  private Optional<Path> firstTaken(Map<Path, Step> writes) throws Exception {
    for (Map.Entry<Path, Step> write : writes.entrySet()) {
      if (silent(write.getValue())) {
        return Optional.of(write.getKey());
      }
    }
    return Optional.empty();
  }

  private boolean silent(Step step) throws Exception {
    Answer answer = actors.tryOut(step, NAMESPACE);
    return answer.taken() && answer.said().isEmpty();
  }
}
