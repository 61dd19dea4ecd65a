// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.Build;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What pods live through under any operator, each step with what must come of it. */
final class PodLife {
  private static final int IDS = 1_000;
  private static final long PAST_MS = 1_000;

  private final Trial trial;
  private final Story story;

  PodLife(Trial trial) {
    this.trial = trial;
    this.story = trial.story();
  }

  /** Of two pods that are asked: leases are renewed; one is stopped and killed, one deleted. */
  void assertAllOf(String one, String other, Build sidecars) throws IOException {
    assertRenewed(one);
    assertGoesOnInTheNextTurnWhenTermed(one);
    assertGoesOnAboveWhenKilled(one);
    assertFreesItsNumberWhenDeleted(other);
    assertRuns(one, sidecars);
    trial.assertServedThroughout();
  }

  /** Waits until the end that its first lease told it is past; it is still asked. */
  private void assertRenewed(String pod) {
    long endMs = window(pod).window().notAfterMs();
    Story.await(
        "the end of the lease of " + pod + " is past",
        () -> System.currentTimeMillis() > endMs + PAST_MS);
    trial.assertServedThroughout();
  }

  private void assertGoesOnInTheNextTurnWhenTermed(String pod) throws IOException {
    HeldWindow before = window(pod);
    RunningPod running = trial.leave(pod);
    long last = story.draw(running, IDS);

    running.term();

    assertGoesOn(pod, before, last);
  }

  /** The sidecar of a pod that lives on is replaced by another build's, which reads its state. */
  void assertGoesOnInTheNextTurnWhenReplaced(String pod, String image) throws IOException {
    HeldWindow before = window(pod);
    RunningPod running = trial.leave(pod);
    long last = story.draw(running, IDS);

    story
        .client()
        .pods()
        .inNamespace(story.namespace())
        .withName(pod)
        .edit(
            now ->
                new PodBuilder(now)
                    .editSpec()
                    .editFirstInitContainer()
                    .withImage(image)
                    .endInitContainer()
                    .endSpec()
                    .build());

    assertGoesOn(pod, before, last);
    assertRuns(pod, Build.ofImage(image));
  }

  private void assertGoesOn(String pod, HeldWindow before, long last) throws IOException {
    RunningPod running = story.awaitServing(pod, before.turn() + 1);
    assertThat(story.draw(running, 1)).isGreaterThan(last);
    assertThat(window(pod).notBefore()).as("the same window").isEqualTo(before.notBefore());
    trial.ask(running, pod);
  }

  private void assertGoesOnAboveWhenKilled(String pod) throws IOException {
    HeldWindow before = window(pod);
    RunningPod running = trial.leave(pod);
    long last = story.draw(running, IDS);
    long killed = running.pid().orElseThrow();

    running.kill();

    Story.await("another process", () -> running.pid().orElse(killed) != killed);
    assertThat(story.draw(story.awaitServing(pod, before.turn()), 1)).isGreaterThan(last);
    trial.ask(running, pod);
  }

  /** Its number is another pod's long before the end of its lease. */
  void assertFreesItsNumberWhenDeleted(String pod) {
    WorkerId held = story.holding(pod).orElseThrow();
    int id = held.getSpec().id();
    RunningPod running = trial.leave(pod);

    story.delete(pod);

    Story.await(
        pod + " ended gracefully", () -> story.ended(id, running.uid(), PastWindow.End.GRACEFUL));
    assertThat(UtcMillis.parse(story.workerId(id).getStatus().floor()))
        .as("the floor of its number")
        .isLessThan(held.getStatus().window().window().notAfterMs());
  }

  /** No story is about two builds unless there are two. */
  void assertRuns(String pod, Build build) throws IOException {
    RunningPod running = story.kubelet().pod(story.namespace(), pod).orElseThrow();
    // ProcessHandle tells no command line as long as this one.
    Path line = Path.of("/proc", Long.toString(running.pid().orElseThrow()), "cmdline");
    assertThat(Files.readString(line)).contains(build.classPath("sidecar"));
  }

  HeldWindow window(String pod) {
    return story.holding(pod).orElseThrow().getStatus().window();
  }
}
