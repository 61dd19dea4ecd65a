// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.PastLedger;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator that never gets further than its first write, and is started anew each time. */
@ExtendWith(SharedControlPlane.class)
class OperatorKilledIT {
  private static final int MOST_LIVES = 80;

  @TempDir Path folder;

  @Test
  void shouldHealWhicheverWriteWasTheLast(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "killed", folder)) {
      // Given
      story.generator("{workerIds: {first: 0, last: 1}, lease: {duration: 45s}}");
      story.pod("a");

      // When: killed after each write from the first WorkerId to turn 1
      dieAfterEachWriteUntil(plane, "a serves", () -> story.servesInTurn("a", 1));

      // Then
      story.draw(story.awaitServing("a"), 1000);

      // When: what is left of the turn, the first renewal, and the end of the pod
      dieAfterEachWriteUntil(
          plane,
          "the generator is marked, and its summary written",
          () -> steps().containsAll(Set.of(Step.MARK_GENERATOR, Step.SUMMARISE)));
      dieAfterEachWriteUntil(plane, "a is renewed", () -> steps().contains(Step.RENEW));
      String uid = story.podNow("a").orElseThrow().getMetadata().getUid();
      story.delete("a");
      // The ledger shows a release a moment before the operator has noted it.
      dieAfterEachWriteUntil(plane, "a is released", () -> steps().contains(Step.RELEASE));
      assertThat(story.holdingUid(uid)).isEmpty();
      story.pod("b");
      dieAfterEachWriteUntil(plane, "b serves", () -> story.servesInTurn("b", 1));

      // Then
      assertThat(steps()).containsAll(EnumSet.range(Step.MAKE_WORKER_ID, Step.SUMMARISE));
      try (var _ = OperatorUnderTest.start(plane.config())) {
        story.draw(story.awaitServing("b"), 1000);
        story.pod("c");
        story.draw(story.awaitServing("c"), 1000);
      }
    }
  }

  @Test
  void shouldRemoveALedgerThatIsOverWhenItIsKilledAfterEachObject(RealControlPlane plane)
      throws Exception {
    try (KubernetesClient asOperator =
        new KubernetesClientBuilder()
            .withConfig(OperatorAccount.impersonating(plane.config()))
            .build()) {
      // Given: a ledger that nobody's IdGenerator names, one of it half removed already
      PastLedger ledger = new PastLedger(asOperator, "abandoned/orders");
      ledger.add(0, List.of());
      ledger.add(1);
      ledger.add(2);

      // When
      dieAfterEachWriteUntil(plane, "the ledger is gone", () -> ledger.size() == 0);

      // Then
      assertThat(ledger.size()).isZero();
      assertThat(steps()).contains(Step.REMOVE_WORKER_ID);
    }
  }

  private Set<Step> steps() throws IOException {
    Path file = file();
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Step::valueOf).collect(Collectors.toSet())
        : Set.of();
  }

  private Path file() {
    return folder.resolve("steps");
  }

  private void dieAfterEachWriteUntil(RealControlPlane plane, String what, Callable<Boolean> done)
      throws Exception {
    for (int lives = 1; lives <= MOST_LIVES; lives++) {
      Process operator = start(plane);
      try {
        Story.await("the operator is killed, or " + what, () -> !operator.isAlive() || done.call());
        if (operator.isAlive()) {
          return;
        }
        assertThat(operator.exitValue()).isEqualTo(HaltingOperator.HALTED);
      } finally {
        operator.destroyForcibly();
      }
    }
    throw new AssertionError("not within " + MOST_LIVES + " lives: " + what);
  }

  private Process start(RealControlPlane plane) throws IOException {
    List<String> command = new ArrayList<>(SidecarCommand.java());
    command.add(HaltingOperator.class.getName());
    command.add(plane.kubeconfig().orElseThrow().toString());
    command.add(file().toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
