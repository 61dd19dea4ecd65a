// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kubectl kezuri fence} on a ledger that no IdGenerator is there for: 200 worker IDs, or as
 * many as {@code -Dkezuri.e2e.ledger=2000} says.
 */
@ExtendWith(SharedControlPlane.class)
class FenceIT {
  private static final int SIZE = Integer.getInteger("kezuri.e2e.ledger", 200);
  private static final LayoutSpec LAYOUT = LayoutSpec.defaults();

  @TempDir Path folder;

  @Test
  void shouldFenceALedgerWithoutIdGeneratorAndThenHaveNothingToDo(RealControlPlane plane)
      throws Exception {
    try (KubernetesClient hand = hand(plane)) {
      make(hand, "left");
      try {
        // When
        long began = System.nanoTime();
        JsonNode first = fence(plane);
        long ms = (System.nanoTime() - began) / 1_000_000;
        Figures.note("fence", "ms to fence " + SIZE + " worker IDs", ms);

        // Then
        // A write whose answer was late is read again, and not counted.
        assertThat(first.path("written").asInt()).isBetween(1, SIZE);
        assertThat(first.at("/generators/0/workerIds").asInt()).isEqualTo(SIZE);
        long until = UtcMillis.parse(first.at("/generators/0/nothingBefore").asText());
        assertThat(ledger(hand, "left")).allMatch(w -> w.getStatus().floorMs() == until);

        // And to the same time
        assertThat(fence(plane, "--until=" + UtcMillis.format(until)).path("written").asInt())
            .isZero();
      } finally {
        erase(hand, "left");
      }
    }
  }

  @Test
  void shouldNameTheRightWhenTheCallerMayNotActAsTheOperator(RealControlPlane plane)
      throws Exception {
    Config nobody = plane.nobodysConfig();
    Path kubeconfig = folder.resolve("nobody");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u, namespace: default}}]
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        users: [{name: u, user: {token: "%s"}}]
        """
            .formatted(nobody.getMasterUrl(), nobody.getCaCertData(), nobody.getOauthToken()));

    KubectlKezuri said = KubectlKezuri.run(kubeconfig, "fence", "-A", "--yes");

    assertThat(said.code()).isOne();
    assertThat(said.err())
        .isEqualTo(
            "error: you need the verb impersonate on the resource serviceaccounts called"
                + " kezuri-operator in the namespace kezuri-system\n");
  }

  @Test
  void shouldWriteNothingToTheLedgerWhenThePolicyRefusesWhoItActsAs(RealControlPlane plane) {
    try (KubernetesClient hand = hand(plane)) {
      make(hand, "kept");
      try {
        // When
        KubectlKezuri said =
            KubectlKezuri.run(
                plane.kubeconfig().orElseThrow(),
                "fence",
                "fenced/kept",
                "--yes",
                "--as=alice",
                "--as-group=system:masters");

        // Then
        assertThat(said.code()).isOne();
        assertThat(said.err())
            .contains("ValidatingAdmissionPolicy 'kezuri-workerid'", "only the operator writes")
            .contains("0 writes were taken");
        assertThat(ledger(hand, "kept")).allMatch(w -> w.getStatus() == null);
      } finally {
        erase(hand, "kept");
      }
    }
  }

  @Test
  void shouldSayThatNothingIsThere(RealControlPlane plane) {
    KubectlKezuri said =
        KubectlKezuri.run(plane.kubeconfig().orElseThrow(), "fence", "fenced/nosuch", "--yes");

    assertThat(said.code()).isOne();
    assertThat(said.err())
        .isEqualTo("error: no IdGenerator fenced/nosuch, and no WorkerId names it\n");
  }

  private static JsonNode fence(RealControlPlane plane, String... more) throws Exception {
    String[] words = new String[5 + more.length];
    List<String> first = List.of("fence", "left", "-n=fenced", "--yes", "-o=json");
    System.arraycopy(first.toArray(String[]::new), 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    KubectlKezuri said = KubectlKezuri.run(plane.kubeconfig().orElseThrow(), words);
    assertThat(said.code()).as(said.said()).isZero();
    return new ObjectMapper().readTree(said.out());
  }

  private static void make(KubernetesClient hand, String generator) {
    IntStream.range(0, SIZE)
        .parallel()
        .mapToObj(id -> workerId("fenced/" + generator, id))
        .forEach(workerId -> hand.resource(workerId).createOr(NonDeletingOperation::update));
  }

  private static WorkerId workerId(String generator, int id) {
    WorkerId made = new WorkerId();
    made.setMetadata(
        new ObjectMetaBuilder()
            .withName(WorkerId.nameOf(generator, id))
            .withFinalizers(MetadataKeys.FINALIZER_LEDGER)
            .build());
    made.setSpec(new WorkerIdSpec(generator, id, new LayoutSpec(LAYOUT.epoch(), 41, 11, 11)));
    return made;
  }

  private static List<WorkerId> ledger(KubernetesClient hand, String generator) {
    return hand.resources(WorkerId.class)
        .withField("spec.generator", "fenced/" + generator)
        .list()
        .getItems();
  }

  private static void erase(KubernetesClient hand, String generator) {
    ledger(hand, generator).parallelStream()
        .forEach(
            workerId -> {
              var one = hand.resources(WorkerId.class).withName(workerId.getMetadata().getName());
              one.edit(
                  there -> {
                    there.getMetadata().setFinalizers(List.of());
                    return there;
                  });
              one.delete();
            });
  }

  private static KubernetesClient hand(RealControlPlane plane) {
    return new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build();
  }
}
