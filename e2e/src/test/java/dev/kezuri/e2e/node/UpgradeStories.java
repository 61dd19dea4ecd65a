// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.Story;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Another version is installed in place; a second tag of each image stands for it. */
final class UpgradeStories {
  private static final String NAME = "shop";

  private UpgradeStories() {}

  /** Pods that live keep their sidecar; new ones get the next. */
  static void operator(Room room) throws IOException {
    room.generator("{lease: {duration: 60s}}");
    room.apply(room.workload("Deployment", NAME, "replicas: 3"));
    List<Pod> before = room.awaitDrawing(NAME, 3);

    room.place().install(Versions.NEXT.values());
    Operators.awaitRolledOut(room.client());
    assertThat(Operators.pods(room.client()))
        .extracting(UpgradeStories::application)
        .as("images of the operators")
        .containsOnly(Versions.NEXT.operator());

    assertRenewed(room, before.getFirst());
    room.scale(NAME, 4);
    List<Pod> after = room.awaitDrawing(NAME, 4);
    assertThat(after).extracting(UpgradeStories::uid).containsAll(uids(before));
    assertThat(after)
        .extracting(Sidecars::image)
        .as("images of the sidecars")
        .containsOnlyOnce(Versions.NEXT.sidecar());
    room.assertNeverRefused();
  }

  /** By the new operator: its window grows still. */
  private static void assertRenewed(Room room, Pod pod) {
    long endMs = room.window(pod).window().notAfterMs();
    Story.await("a lease is renewed", () -> room.window(pod).window().notAfterMs() > endMs);
  }

  /** Each pod refuses while its sidecar is replaced, and goes on with its number. */
  static void sidecars(Room room) throws IOException {
    room.generator(
        "{lease: {duration: 60s}, sidecar: {image: '" + Versions.BUILT.sidecar() + "'}}");
    room.apply(room.workload("Deployment", NAME, "replicas: 4"));
    List<Pod> pods = room.awaitDrawing(NAME, 4);
    Map<String, HeldWindow> before = windows(room, pods);

    KubectlKezuri said =
        room.place()
            .kezuri(
                "upgrade-sidecars",
                "--namespace=" + room.namespace(),
                "--image=" + Versions.NEXT.sidecar(),
                "--max-unavailable=2",
                "--yes");

    assertThat(said.code()).as(said.said()).isZero();
    List<Pod> after = room.awaitDrawing(NAME, 4);
    assertThat(uids(after)).as("the same pods").containsExactlyInAnyOrderElementsOf(uids(pods));
    after.forEach(UpgradeStories::assertUpgradedInPlace);
    windows(room, after).forEach((uid, window) -> assertNextTurn(before.get(uid), window));
  }

  private static void assertUpgradedInPlace(Pod pod) {
    assertThat(Sidecars.image(pod)).isEqualTo(Versions.NEXT.sidecar());
    assertThat(Sidecars.restarts(pod)).as("restarts of the sidecar").isOne();
    assertThat(Sidecars.applicationRestarts(pod)).as("of the application").isZero();
  }

  private static void assertNextTurn(HeldWindow before, HeldWindow after) {
    assertThat(after.notBefore()).as("the same window").isEqualTo(before.notBefore());
    assertThat(after.turn()).as("turn").isGreaterThan(before.turn());
  }

  private static Map<String, HeldWindow> windows(Room room, List<Pod> pods) {
    return pods.stream().collect(Collectors.toMap(UpgradeStories::uid, room::window));
  }

  private static String application(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  private static List<String> uids(List<Pod> pods) {
    return pods.stream().map(UpgradeStories::uid).toList();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }
}
