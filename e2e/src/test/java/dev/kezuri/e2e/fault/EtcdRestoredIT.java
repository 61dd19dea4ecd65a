// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.FarNode;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.local.TextClient;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.controlplane.Shipped;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * etcd is put back to an older backup under pods that go on. By the runbook: the operator stopped,
 * the backup restored, the fence, the operator started. The scheduler and the controllers of pods
 * are the tests themselves.
 */
@ExtendWith(FaultyControlPlane.class)
class EtcdRestoredIT {
  /** Pods that the backup does not know. */
  private static final List<String> UNKNOWN = List.of("c", "d", "e");

  @TempDir Path folder;

  @Test
  void shouldGiveNoIdTwiceThoughTheBackupDoesNotKnowOfPodsThatServe(RealControlPlane plane)
      throws Exception {
    String spec = "{lease: {duration: 90s}, workerIds: {first: 0, last: 3}}";
    try (Trial trial = new Trial(plane, "etcd-restored", folder.resolve("near"), spec);
        FarNode far = new FarNode(trial.story(), folder.resolve("far"))) {
      Story story = trial.story();
      long until;
      try (var _ = OperatorUnderTest.start(plane.config())) {
        // Given: two pods when the backup is made
        trial.serve("a", "b");
        WorkerId ofB = story.holding("b").orElseThrow();
        String uidOfB = ofB.getStatus().window().podUid();
        plane.etcd().backUp(folder.resolve("backup"));

        // and since then: b has ended, and c, d and e were granted the other numbers and b's
        trial.leave("b");
        story.delete("b");
        Story.await(
            "the number of b is free",
            () -> story.ended(ofB.getSpec().id(), uidOfB, PastWindow.End.GRACEFUL));
        UNKNOWN.forEach(far::pod);
        UNKNOWN.forEach(pod -> trial.askWhileItServes(pod, far.awaitServing(pod)));
        assertThat(story.workerId(ofB.getSpec().id()).getStatus().window().podUid())
            .isNotEqualTo(uidOfB);
        awaitRenewal(story, "a");
        until = lastEnd(story);
      }

      // When: nobody at the far node hears of it
      far.cutOff();
      restore(plane, story);
      assertThat(fence(plane, "-n", story.namespace(), "--until", UtcMillis.format(until)))
          .contains("These pods keep their numbers: etcd-restored/a, etcd-restored/b\n");
      assertThat(story.workerIds()).allMatch(w -> w.getStatus().floorMs() >= until);
      assertThat(UNKNOWN).as("pods that serve on").allMatch(trial::asks);

      // Then
      assertNewPodsWait(plane, trial, until);
    }
  }

  /** The pod that both sides know goes on; what is new waits for c, d and e to run dry. */
  private static void assertNewPodsWait(RealControlPlane plane, Trial trial, long until) {
    Story story = trial.story();
    try (var _ = OperatorUnderTest.start(plane.config())) {
      Story.await("a new pod is admitted", () -> story.pod("n").getMetadata().getUid() != null);
      Story.await("n is granted", () -> trial.granted("n"));
      assertThat(story.holding("n").orElseThrow().getStatus().window().window().notBeforeMs())
          .isGreaterThanOrEqualTo(until);
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
      assertThat(UNKNOWN).noneMatch(trial::asks);
      Story.await("b, come to life again, knows that its state is lost", () -> lost(story));
    }
  }

  @Test
  void shouldLetAPodRunDryWhenItsWindowRanOutBeforeTheRestore(RealControlPlane plane)
      throws Exception {
    String spec = "{lease: {duration: 15s}, workerIds: {first: 0, last: 1}}";
    try (Trial trial = new Trial(plane, "etcd-old", folder.resolve("near"), spec)) {
      Story story = trial.story();
      RunningPod a;
      WorkerId then;
      try (var _ = OperatorUnderTest.start(plane.config())) {
        // Given: a backup older than the lease that it knows
        story.pod("a");
        a = story.awaitServing("a");
        then = story.holding("a").orElseThrow();
        plane.etcd().backUp(folder.resolve("backup"));
        trial.askWhileItServes("a", a);
        long knownMs = then.getStatus().window().window().notAfterMs();
        Story.await("the lease of the backup is over", () -> knownMs < System.currentTimeMillis());
        assertThat(trial.asks("a")).isTrue();
      }

      // When
      restore(plane, story);
      assertThat(fence(plane, "-n", story.namespace(), "--until", "20s"))
          .contains("their IDs stop; delete them at a time that suits: etcd-old/a (");

      // Then: the number is nobody's until the fence, and a has no other
      int number = then.getSpec().id();
      assertThat(story.ended(number, a.uid(), PastWindow.End.LOST)).isTrue();
      try (var _ = OperatorUnderTest.start(plane.config())) {
        Story.await("a runs dry", () -> !trial.asks("a"));
        trial.assertGrantsAgain();
        trial.assertServedThroughout();
        assertThat(story.holdingUid(a.uid())).isEmpty();
      }
    }
  }

  private void restore(RealControlPlane plane, Story story) throws Exception {
    long revision = EtcdHistory.revision(plane.etcd());
    plane.killApiServer();
    plane.etcd().restore(folder.resolve("backup"));
    EtcdHistory.goPast(plane.etcd(), revision);
    plane.restartApiServer();
    Story.await("both kinds are served", () -> Shipped.kindsServed(story.client()));
  }

  private static String fence(RealControlPlane plane, String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "fence";
    line[1] = "--yes";
    System.arraycopy(words, 0, line, 2, words.length);
    KubectlKezuri said = KubectlKezuri.run(plane.kubeconfig().orElseThrow(), line);
    assertThat(said.code()).as(said.said()).isZero();
    return said.out();
  }

  private static void awaitRenewal(Story story, String pod) {
    String before = story.holding(pod).orElseThrow().getStatus().window().notAfter();
    Story.await(
        pod + " is renewed",
        () -> !story.holding(pod).orElseThrow().getStatus().window().notAfter().equals(before));
  }

  /** Returns when the last lease ends that there is. */
  private static long lastEnd(Story story) {
    return story.workerIds().stream()
        .map(workerId -> workerId.getStatus().window())
        .filter(Objects::nonNull)
        .mapToLong(window -> window.window().notAfterMs())
        .max()
        .orElseThrow();
  }

  private static boolean lost(Story story) throws Exception {
    try {
      story.draw(story.kubelet().pod(story.namespace(), "b").orElseThrow(), 1);
      return false;
    } catch (TextClient.RefusedException e) {
      return e.getMessage().matches(".*SERVER_ERROR.*state.*");
    }
  }
}
