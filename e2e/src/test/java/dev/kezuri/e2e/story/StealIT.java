// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An admin, under the operator's name, tries by hand to give a held worker ID to another pod. Each
 * try must be refused by the API server at one of its writes, and the holder goes on.
 */
@ExtendWith(SharedControlPlane.class)
class StealIT {
  private static final int INVALID = 422;

  @TempDir Path folder;

  @Test
  void shouldRefuseEveryStealInOneStepAndInTwo(RealControlPlane plane) throws Exception {
    // Given
    try (Story story = new Story(plane, "steal", folder);
        KubernetesClient hand =
            new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build()) {
      try (var _ = OperatorUnderTest.start(plane.config())) {
        story.generator("{}");
        story.pod("a");
        story.awaitServing("a");
      }
      RunningPod a = story.kubelet().pod(story.namespace(), "a").orElseThrow();
      WorkerId held = story.holding("a").orElseThrow();
      Steals steals = new Steals(held.getStatus().window());
      Map<String, List<Steals.Step>> tries = new LinkedHashMap<>(steals.inOneStep());
      tries.putAll(steals.inTwoSteps());

      // When, Then
      tries.forEach(
          (words, steps) -> {
            List<Integer> codes = steps.stream().map(step -> code(hand, held, step)).toList();
            assertThat(codes).as(words).contains(INVALID);
            assertThat(codes.getLast()).as(words + ": the grant").isEqualTo(INVALID);
            assertThat(story.holding("a")).as(words + ": the holder").isPresent();
          });
      story.draw(a, 1000);
    }
  }

  private static int code(KubernetesClient client, WorkerId held, Steals.Step step) {
    try {
      client
          .resources(WorkerId.class)
          .withName(held.getMetadata().getName())
          .subresource("status")
          .patch(PatchContext.of(step.type()), step.patch());
      return 200;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }
}
