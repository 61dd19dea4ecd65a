// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.e2e.admission.Actors.Answer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What must be there before the writes of {@link PolicyFiles} are sent. */
final class PolicyStage {
  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: on-trial, labels: {kezuri.dev/id-generator: %s}}
      spec: {containers: [{name: app, image: 'app:1'}]}
      """;

  private PolicyStage() {}

  /** Makes the namespace with its generators, and waits until all policies see them. */
  static void prepare(KubernetesClient client, Actors actors, String namespace) throws IOException {
    String yaml = Files.readString(PolicyFiles.USERS).replace("$NS", namespace);
    try (InputStream users = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))) {
      client.load(users).items().stream()
          .forEach(item -> client.resource(item).createOr(NonDeletingOperation::update));
    }
    awaitPolicies(actors, namespace, answer -> answer.said().contains("kezuri-"));
    for (String generator : List.of("orders", "on-the-node", "numbers")) {
      Step pod = Step.all(POD.formatted(generator), namespace).getFirst();
      await(generator + " injected")
          .atMost(BOUND)
          .until(() -> actors.tryOut(pod, namespace).taken());
    }
  }

  /** The API server sees a policy a moment after it is made; then all that were made before. */
  static void awaitPolicies(Actors actors, String namespace, Predicate<Answer> asExpected)
      throws IOException {
    List<Step> single =
        PolicyFiles.all().stream()
            .filter(PolicyFiles::isInvalid)
            .map(file -> PolicyFiles.steps(file, namespace))
            .filter(steps -> steps.size() == 1)
            .map(List::getFirst)
            .toList();
    for (Step step : single) {
      await(step.toString())
          .atMost(BOUND)
          .untilAsserted(
              () -> assertThat(actors.tryOut(step, namespace)).matches(asExpected, "as expected"));
    }
  }

  /** Sends all writes of the file but the last, which is returned: what the file is about. */
  static Step lastGiven(Path file, Actors actors, String namespace) throws Exception {
    List<Step> steps = PolicyFiles.steps(file, namespace);
    for (Step given : steps.subList(0, steps.size() - 1)) {
      Answer answer = actors.send(given, namespace);
      assertThat(answer.taken()).as("given: %s: %s", given, answer).isTrue();
    }
    return steps.getLast();
  }
}
