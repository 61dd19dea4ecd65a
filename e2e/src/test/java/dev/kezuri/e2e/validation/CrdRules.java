// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

import dev.kezuri.api.Crds;
import dev.kezuri.e2e.cluster.LedgerCrd;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.RuleVerdict;
import dev.kezuri.e2e.cluster.RuleVerdict.Without;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * Takes the rules and limits out of both CRDs one by one, and sends the writes of {@link
 * CustomResourceValidationIT} until one that it expects to be refused is taken.
 */
public final class CrdRules {
  private static final int UNPROCESSABLE = 422;
  private static final Duration IN_FORCE = Duration.ofSeconds(60);
  private static final Map<String, String> OBJECTS =
      Map.of(
          "WorkerId",
          """
          apiVersion: kezuri.dev/v1alpha1
          kind: WorkerId
          metadata: {name: variant.of-the-crd.%1$d}
          spec:
            generator: variant/of-the-crd
            id: %1$d
            layout: {epoch: "2015-01-01T00:00:00.000Z", timestampBits: 41, workerBits: 10, sequenceBits: 12}
          """,
          "IdGenerator",
          """
          apiVersion: kezuri.dev/v1alpha1
          kind: IdGenerator
          metadata: {name: variant.of-the-crd.%1$d}
          """);

  private final KubernetesClient client;
  private final ObjectWriter writer;
  private int number;

  private CrdRules(KubernetesClient client) {
    this.client = client;
    this.writer =
        new ObjectWriter(client, SharedControlPlane.makeNamespace(client, "crd-rules").name());
  }

  /** Tries all; afterwards {@code plane} has the CRDs that are shipped. */
  public static void run(RealControlPlane plane, Consumer<RuleVerdict> verdicts)
      throws IOException {
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build()) {
      CrdRules rules = new CrdRules(client);
      for (CustomResourceDefinition crd : Crds.all()) {
        String kind = crd.getSpec().getNames().getKind();
        List<Path> files = ValidationFiles.of(kind.toLowerCase(Locale.ROOT));
        for (CrdVariant variant : CrdVariant.of(crd)) {
          verdicts.accept(rules.verdict(kind, variant, files));
        }
        LedgerCrd.put(client, crd);
      }
    }
  }

  private RuleVerdict verdict(String kind, CrdVariant variant, List<Path> files)
      throws IOException {
    try {
      bringIntoForce(kind, variant);
    } catch (KubernetesClientException e) {
      if (e.getCode() != UNPROCESSABLE) {
        throw e;
      }
      return verdict(variant, Without.NO_CRD, "");
    }
    Optional<String> otherwise = Optional.empty();
    for (Path file : files) {
      ValidationFiles.Answers answers = ValidationFiles.send(file, writer);
      if (answers.taken().isPresent()) {
        return verdict(variant, Without.TAKEN, answers.taken().get());
      }
      otherwise = otherwise.or(answers::otherwise);
    }
    return otherwise
        .map(write -> verdict(variant, Without.OTHERWISE, write))
        .orElseGet(() -> verdict(variant, Without.SURVIVES, ""));
  }

  private static RuleVerdict verdict(CrdVariant variant, Without without, String write) {
    return new RuleVerdict(variant.where(), variant.rule(), variant.limit(), without, write);
  }

  /**
   * The API server takes a changed CRD a moment later; an object that only this one refuses says
   * when.
   */
  private void bringIntoForce(String kind, CrdVariant variant) {
    number++;
    String name = "variant.of-the-crd." + number;
    String message = "variant " + number + " is in force";
    LedgerCrd.put(client, variant.marked(name, message));
    String object = OBJECTS.get(kind).formatted(number);
    Awaitility.await(message)
        .atMost(IN_FORCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> refusal(object).contains(message));
  }

  private String refusal(String object) {
    try {
      writer.tryToCreate(object);
      return "";
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }
}
