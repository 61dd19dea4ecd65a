// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static dev.kezuri.e2e.cluster.Build.PREVIOUS_SIDECAR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.Build;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.operator.OperatorProcess;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Operators and sidecars of the version before, with the CRDs, rights and policies of this one: as
 * a cluster has them during an update. Run by {@code e2e/skew.sh}.
 */
@Tag("previous-version")
@ExtendWith(SharedControlPlane.class)
class PreviousVersionIT {
  private static final String THIS_SIDECAR = "kezuri-sidecar:this";
  private static final int AT_ONCE = 4;

  @TempDir Path folder;

  @AfterEach
  void forgetTheLease(KubernetesClient client) {
    client.leases().inNamespace("kezuri-system").withName("kezuri-operator").delete();
  }

  @Test
  void shouldServePodsWhoseSidecarIsOfThePreviousVersion(RealControlPlane plane)
      throws IOException {
    try (Trial trial = trial(plane, "previous-sidecars", "10s");
        var _ = OperatorUnderTest.start(plane.config())) {
      trial.serve("a", "b");

      new PodLife(trial).assertAllOf("a", "b", Build.PREVIOUS);
      trial.assertGrantsAgain();
    }
  }

  @Test
  void shouldBeServedWhenTheOperatorIsOfThePreviousVersion(
      RealControlPlane plane, KubernetesClient client) throws IOException {
    // Given: a field that the version before does not know
    String spec = "{lease: {duration: 10s}, sidecar: {logLevel: debug}}";
    try (Trial trial = new Trial(plane, "previous-operator", folder, spec);
        OperatorProcess _ = start(Build.PREVIOUS, plane, "previous")) {
      awaitLeader(client, "previous");
      trial.serve("a", "b");

      new PodLife(trial).assertAllOf("a", "b", Build.THIS);
      trial.assertGrantsAgain();
      Story.await("Ready", () -> trial.story().hasCondition("Ready"));
      assertThat(trial.story().currentGenerator().getSpec().sidecar().logLevel())
          .isEqualTo("debug");
    }
  }

  @Test
  void shouldGoOnWhenTheOperatorIsUpdatedAndPutBack(RealControlPlane plane, KubernetesClient client)
      throws IOException {
    try (Trial trial = trial(plane, "updated", "60s");
        OperatorProcess previous = start(Build.PREVIOUS, plane, "previous")) {
      PodLife life = new PodLife(trial);
      // Given
      awaitLeader(client, "previous");
      trial.serve("a", "b");

      // When: a replica of this version is there, and the last one of the version before goes
      try (OperatorProcess updated = start(Build.THIS, plane, "this")) {
        updated.awaitSaying("follows leader=");
        previous.kill();
        awaitLeader(client, "this");

        // Then
        long endMs = life.window("b").window().notAfterMs();
        Story.await("b is renewed", () -> life.window("b").window().notAfterMs() > endMs);
        life.assertRuns("a", Build.PREVIOUS);
        life.assertGoesOnInTheNextTurnWhenReplaced("a", THIS_SIDECAR);
        trial.serve("c");

        // When
        try (OperatorProcess _ = start(Build.PREVIOUS, plane, "back")) {
          updated.terminate();
          awaitLeader(client, "back");

          // Then
          life.assertGoesOnInTheNextTurnWhenReplaced("a", PREVIOUS_SIDECAR);
          life.assertFreesItsNumberWhenDeleted("c");
          trial.assertGrantsAgain();
          trial.assertServedThroughout();
        }
      }
    }
  }

  @Test
  void shouldShareNoNumberWhenOperatorsOfBothVersionsWorkAtOnce(RealControlPlane plane)
      throws IOException {
    String spec = "{lease: {duration: 20s}, workerIds: {first: 0, last: " + (AT_ONCE - 1) + "}}";
    try (Story story = new Story(plane, "both-at-once", folder);
        OperatorProcess previous =
            start(Build.PREVIOUS, plane, "previous", "--no-leader-election");
        OperatorProcess current = start(Build.THIS, plane, "this", "--no-leader-election")) {
      // Given
      previous.awaitSaying("kezuri-operator works");
      current.awaitSaying("kezuri-operator works");
      story.generator(spec);

      // When: as many pods as numbers, each round while the last one ends
      for (int round = 0; round < 2; round++) {
        List<String> names = names(round);
        for (int i = 0; i < AT_ONCE; i++) {
          story.pod(names.get(i), i % 2 == 0 ? PREVIOUS_SIDECAR : THIS_SIDECAR);
        }
        for (String name : names) {
          story.draw(story.awaitServing(name), 2_000);
        }
        names.forEach(story::delete);
      }

      // Then
      assertThat(story.grantsSeen()).isGreaterThanOrEqualTo(2 * AT_ONCE);
      assertThat(previous.said()).contains("granted ");
      assertThat(current.said()).contains("granted ");
    }
  }

  private Trial trial(RealControlPlane plane, String name, String lease) {
    String spec = "{lease: {duration: %s}, sidecar: {image: '%s'}}";
    return new Trial(plane, name, folder, spec.formatted(lease, PREVIOUS_SIDECAR));
  }

  private OperatorProcess start(
      Build build, RealControlPlane plane, String identity, String... flags) throws IOException {
    return OperatorProcess.start(build, plane.kubeconfig().orElseThrow(), folder, identity, flags);
  }

  private static void awaitLeader(KubernetesClient client, String identity) {
    Story.await(identity + " leads, and renews the Lease", () -> leadsAndRenews(client, identity));
  }

  private static boolean leadsAndRenews(KubernetesClient client, String identity) {
    LeaseSpec lease =
        client.leases().inNamespace("kezuri-system").withName("kezuri-operator").get().getSpec();
    return lease.getHolderIdentity().equals(identity)
        && lease.getRenewTime().isAfter(lease.getAcquireTime());
  }

  private static List<String> names(int round) {
    return IntStream.range(0, AT_ONCE).mapToObj(i -> "r" + round + "-" + i).toList();
  }
}
