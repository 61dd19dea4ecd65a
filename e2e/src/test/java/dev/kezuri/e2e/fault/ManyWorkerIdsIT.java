// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One generator of 2,048 worker IDs, more than a default layout has: 500 of them in use, or as many
 * as {@code -Dkezuri.e2e.pods=2000} says.
 */
@ExtendWith(FaultyControlPlane.class)
class ManyWorkerIdsIT {
  private static final int PODS = Integer.getInteger("kezuri.e2e.pods", 500);
  private static final Duration BOUND = Duration.ofMinutes(6);
  private static final int CREATORS = 16;
  private static final String SPEC =
      "{layout: {workerBits: 11, sequenceBits: 11}, workerIds: {first: 0, last: 2047}}";

  @TempDir Path folder;

  @Test
  void shouldGrantManyPodsOfOneGeneratorAtOnce(RealControlPlane plane) throws Exception {
    try (Trial trial = new Trial(plane, "many", folder, SPEC);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given: one pod that runs; the others are not for a node of this machine
      Story story = trial.story();
      trial.serve("a");
      story.kubelet().pause();

      // When
      long began = System.nanoTime();
      create(story);
      trial.figure("ms to create " + PODS + " pods", (System.nanoTime() - began) / 1_000_000);

      // Then
      Awaitility.await("the summary says so")
          .atMost(BOUND)
          .until(() -> summary(story).active() == PODS + 1);
      trial.figure("ms to grant " + PODS + " pods", (System.nanoTime() - began) / 1_000_000);
      Set<String> numbers = new HashSet<>();
      for (Pod pod : story.client().pods().inNamespace(story.namespace()).list().getItems()) {
        assertThat(pod.getSpec().getSchedulingGates()).isEmpty();
        assertThat(numbers.add(pod.getMetadata().getAnnotations().get("kezuri.dev/worker-id")))
            .isTrue();
      }
      assertThat(numbers).hasSize(PODS + 1);
      assertThat(summary(story).waiting()).isZero();
      assertThat(summary(story).capacity()).isEqualTo(2048);
      assertThat(story.hasCondition("Ready")).isTrue();
      trial.assertServedThroughout();
    }
  }

  private static IdGeneratorStatus summary(Story story) {
    return story.currentGenerator().getStatus();
  }

  private static void create(Story story) throws Exception {
    try (ExecutorService creators = Executors.newFixedThreadPool(CREATORS)) {
      List<Callable<Pod>> pods =
          IntStream.range(0, PODS).mapToObj(i -> (Callable<Pod>) () -> story.pod("p" + i)).toList();
      for (Future<Pod> made : creators.invokeAll(pods)) {
        made.get();
      }
    }
  }
}
