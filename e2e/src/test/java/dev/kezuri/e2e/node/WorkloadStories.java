// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.e2e.story.Story;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every kind of workload: its pods come, are replaced and go, and no request is refused. */
final class WorkloadStories {
  private static final String NAME = "shop";

  private WorkloadStories() {}

  static void deployment(Room room) throws IOException {
    room.generator("{lease: {duration: 60s}}");
    String strategy = "strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: 0}}";
    room.apply(room.workload("Deployment", NAME, "replicas: 5, " + strategy));
    room.awaitDrawing(NAME, 5);

    room.scale(NAME, 20);
    assertDifferentNumbers(room, room.awaitDrawing(NAME, 20));

    room.scale(NAME, 5);
    room.awaitDrawing(NAME, 5);
    Story.await("15 numbers are free again", () -> room.ledger().held().size() == 5);

    room.rollOut("Deployment", NAME);
    assertDifferentNumbers(room, room.awaitDrawing(NAME, 5, Room::isNext));
    Story.await("5 numbers are held", () -> room.ledger().held().size() == 5);
    assertAllEndedGracefully(room);
    room.assertNeverRefused();
  }

  static void statefulSet(Room room) throws IOException {
    room.generator("{lease: {duration: 60s}}");
    room.apply(
        room.workload(
            "StatefulSet", NAME, "replicas: 3, serviceName: shop, podManagementPolicy: Parallel"));
    List<Pod> before = room.awaitDrawing(NAME, 3);
    assertDifferentNumbers(room, before);

    room.rollOut("StatefulSet", NAME);
    List<Pod> after = room.awaitDrawing(NAME, 3, Room::isNext);
    assertThat(names(after)).as("the same names").isEqualTo(names(before));
    Story.await("3 numbers are held", () -> room.ledger().held().size() == 3);
    assertAllEndedGracefully(room);
    room.assertNeverRefused();
  }

  static void daemonSet(Room room) throws IOException {
    room.generator("{lease: {duration: 60s}}");
    String strategy = "updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}";
    room.apply(room.workload("DaemonSet", NAME, strategy));
    room.awaitDrawing(NAME, 1);

    room.rollOut("DaemonSet", NAME);
    room.awaitDrawing(NAME, 1, Room::isNext);
    Story.await("1 number is held", () -> room.ledger().held().size() == 1);
    assertAllEndedGracefully(room);
    room.assertNeverRefused();
  }

  /** Four pods, two at a time, two numbers, a lease of a day. */
  static void job(Room room) throws IOException {
    room.generator("{workerIds: {first: 0, last: 1}}");
    room.apply(
        room.workload(
            "batch/v1",
            "Job",
            NAME,
            "completions: 4, parallelism: 2, backoffLimit: 0",
            room.spec(300, "restartPolicy: Never,")));
    Story.await("the Job is complete", () -> isComplete(room));
    Story.await("both numbers are free", () -> room.ledger().held().isEmpty());
    assertThat(assertAllEndedGracefully(room)).as("pods").hasSize(4);
    room.assertNeverRefused();
  }

  private static boolean isComplete(Room room) {
    return room
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(room.namespace())
        .withName(NAME)
        .get()
        .getStatus()
        .getConditions()
        .stream()
        .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }

  /** With one number and a lease of a day. */
  static void pod(Room room) throws IOException {
    room.generator("{workerIds: {first: 0, last: 0}}");
    room.apply(room.pod("a"));
    Pod a = room.awaitDrawing("a", 1).getFirst();

    room.client().resource(a).delete();
    room.apply(room.pod("b"));

    room.awaitDrawing("b", 1);
    assertThat(assertAllEndedGracefully(room)).containsExactly(a.getMetadata().getUid());
    room.assertNeverRefused();
  }

  static void hostNetwork(Room room) throws IOException {
    room.generator("{}");
    assertThat(refusalOf(room, onTheNodesNetwork(room)))
        .as("what is said of the default ports")
        .contains("needs ports of its own");

    room.generatorAgain("{sidecar: {port: 21212, adminPort: 21213}}");
    Story.await("it is taken", () -> refusalOf(room, onTheNodesNetwork(room)).isEmpty());
    room.client().resource(onTheNodesNetwork(room)).create();
    Pod pod = room.awaitDrawing("a", 1).getFirst();
    assertThat(pod.getStatus().getPodIP()).isEqualTo(pod.getStatus().getHostIP());
    assertThat(pod.getSpec().getContainers().getFirst().getEnv())
        .anySatisfy(env -> assertThat(env.getValue()).isEqualTo("127.0.0.1:21212"));
    room.assertNeverRefused();
  }

  private static Pod onTheNodesNetwork(Room room) {
    Pod pod = Serialization.unmarshal(room.pod("a"), Pod.class);
    return new PodBuilder(pod).editSpec().withHostNetwork(true).endSpec().build();
  }

  /** Returns what the API server says against a pod; empty if it would take it. */
  private static String refusalOf(Room room, Pod pod) {
    try {
      room.client().resource(pod).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }

  private static Set<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
  }

  private static void assertDifferentNumbers(Room room, List<Pod> pods) {
    assertThat(pods.stream().map(room::number)).as("their numbers").doesNotHaveDuplicates();
  }

  /** Returns the pods that the ledger remembers. */
  private static List<String> assertAllEndedGracefully(Room room) {
    List<PastWindow> past =
        room.ledger().all().stream()
            .filter(w -> w.getStatus() != null)
            .flatMap(w -> w.getStatus().history().stream())
            .toList();
    assertThat(past)
        .as("past holders")
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.end()).isEqualTo(PastWindow.End.GRACEFUL));
    return past.stream().map(PastWindow::podUid).toList();
  }
}
