// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.people.Plugin.Said;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.TextClient;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code whois} of IDs that were really drawn, and {@code audit} after a story and a fault. */
@ExtendWith(SharedControlPlane.class)
class WhoisAndAuditIT {
  private static final String NAMESPACE = "people-whois";

  @TempDir Path folder;

  @Test
  void shouldNameThePodOfAnIdAsLongAsHistoryReachesBack(RealControlPlane plane) throws Exception {
    Plugin kezuri = Plugin.in(plane, NAMESPACE);
    try (Story story = new Story(plane, NAMESPACE, folder)) {
      try (var _ = OperatorUnderTest.start(plane.config())) {
        // Given
        story.generator("{workerIds: {last: 0}, history: 1}");
        RunningPod a = serving(story, "a");
        long ofA = draw(a);

        // When // Then
        Said living = kezuri.run("whois", Long.toString(ofA));
        assertThat(living.code()).isZero();
        assertThat(living.out())
            .startsWith(ofA + ": pod people-whois/a\n  people-whois/orders: worker ID 0, 20")
            .contains(a.uid())
            .containsPattern("which\\s+holds\\s+it\\s+now");

        story.delete("a");
        Story.await("a is released", () -> story.ended(0, a.uid(), PastWindow.End.GRACEFUL));
        Said gone = kezuri.run("whois", Long.toString(ofA));
        assertThat(gone.code()).isZero();
        assertThat(gone.out())
            .startsWith(ofA + ": pod people-whois/a\n")
            .containsPattern("issued\\s+its\\s+last\\s+one\\s+before\\s+20");

        RunningPod b = serving(story, "b");
        story.delete("b");
        Story.await("b is released", () -> story.ended(0, b.uid(), PastWindow.End.GRACEFUL));
        Said old = kezuri.run("whois", Long.toString(ofA));
        assertThat(old.code()).isOne();
        assertThat(old.out())
            .startsWith(ofA + ": not known\n")
            .contains("not known: history of worker 0 begins 20");
        serving(story, "c");
        clean(kezuri);
      }
      faults(kezuri, story, plane);
    }
  }

  private static RunningPod serving(Story story, String pod) throws IOException {
    story.pod(pod);
    RunningPod running = story.awaitServing(pod);
    story.draw(running, 1000);
    return running;
  }

  private static long draw(RunningPod pod) throws IOException {
    try (TextClient ids = new TextClient(pod.address())) {
      return ids.get(1).getFirst();
    }
  }

  private static void clean(Plugin kezuri) {
    Said said = kezuri.run("audit");
    assertThat(said.out()).startsWith("Clean: no finding, ");
    assertThat(said.code()).isZero();
  }

  /** The operator is away, so that nobody mends them. */
  private static void faults(Plugin kezuri, Story story, RealControlPlane plane) {
    WorkerId held = story.holding("c").orElseThrow();
    String name = held.getMetadata().getName();
    try (KubernetesClient hand =
        new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build()) {
      hand.resources(WorkerId.class)
          .withName(name)
          .edit(
              found -> {
                found.getMetadata().setFinalizers(List.of());
                return found;
              });
    }
    Said unprotected = kezuri.run("audit");
    assertThat(unprotected.code()).isOne();
    assertThat(unprotected.out())
        .startsWith("Not clean: 1 finding, ")
        .contains("\nfinding  Finalizer  workerid/" + name + "\n");

    story.erase(held);
    Said erased = kezuri.run("audit", "-o", "json");
    assertThat(erased.code()).isOne();
    assertThat(erased.out())
        .contains("\"rule\": \"Missing\"", "\"rule\": \"UnknownLease\"")
        .contains("\"where\": \"pod/c -n people-whois\"");
    assertThat(kezuri.run("why", "c").out())
        .startsWith("Broken at the lease: people-whois/c gets no IDs\n")
        .contains("the ledger does not know it: worker ID 0");
  }
}
