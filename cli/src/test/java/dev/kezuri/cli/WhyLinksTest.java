// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.audit.ACluster.hour;
import static dev.kezuri.audit.ACluster.lease;
import static dev.kezuri.audit.ACluster.leased;
import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.audit.ACluster;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.PodChain;
import dev.kezuri.cli.why.View;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The links of {@code why} from the gate on: each way to be broken once. */
class WhyLinksTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldTellGatesOfOthersFromKezuris() {
    Pod waiting = cluster.waiting("c", uid(3));
    cluster.put(
        new PodBuilder(cluster.pod("a").build())
            .editSpec()
            .addNewSchedulingGate("example.com/hold")
            .endSpec()
            .build());
    assertThat(first("a"))
        .isEqualTo(
            "gate held: Kezuri's gate is lifted; the scheduling gates of others hold the pod:"
                + " example.com/hold");

    cluster
        .orders()
        .setSpec(
            AnIdGenerator.named("shop", "orders").waitingFor("example.com/hold").build().getSpec());
    cluster.put(
        new PodBuilder(waiting)
            .editSpec()
            .addNewSchedulingGate("example.com/hold")
            .endSpec()
            .build());
    assertThat(first("c"))
        .isEqualTo(
            "gate held: takes no worker ID while it has scheduling gates of others that"
                + " spec.waitForGates names: example.com/hold");
    assertThat(why("c")).startsWith("Held at the gate: shop/c gets no IDs\n");
  }

  @Test
  void shouldTellAGrantUnderWayFromAnOperatorThatIsAway() {
    cluster.put(created(cluster.waiting("c", uid(3)), "2026-11-23T11:59:50Z"));
    assertThat(first("c"))
        .isEqualTo(
            "gate waits: waits since 2026-11-23T11:59:50.000Z; a grant takes less than a second");
    assertThat(why("c")).startsWith("Under way at the gate: shop/c gets its IDs soon\n");

    cluster.put(cluster.waiting("c", uid(3)));
    assertThat(first("c"))
        .isEqualTo(
            "gate broken: waits since 2026-11-23T08:00:00.000Z; the IdGenerator says that it grants,"
                + " and the operator is away or behind");

    cluster.hold(5, uid(3), "c", hour(20));
    assertThat(first("c"))
        .isEqualTo(
            "gate broken: worker ID 5 is granted, and the pod not told yet, since "
                + "2026-11-23T08:00:00.000Z");

    cluster.orders().getMetadata().setGeneration(2L);
    cluster.without(5);
    assertThat(first("c"))
        .isEqualTo(
            "gate broken: waits since 2026-11-23T08:00:00.000Z; the operator has not looked at the"
                + " IdGenerator as it is now");
  }

  private static Pod created(Pod pod, String time) {
    return new PodBuilder(pod).editMetadata().withCreationTimestamp(time).endMetadata().build();
  }

  @Test
  void shouldStopAtTheLeaseWhenItIsOverCopiedOrUnknown() {
    cluster.put(leased(cluster.pod("a"), lease(uid(1), 0, hour(11), 1)).build());
    assertThat(first("a"))
        .isEqualTo("lease broken: over since 2026-11-23T11:00:00.000Z, and not renewed");

    cluster.put(leased(cluster.pod("a"), lease(uid(2), 0, hour(20), 1)).build());
    assertThat(first("a"))
        .isEqualTo("lease broken: the annotation is that of another pod (UID " + uid(2) + ")");

    cluster.without(1);
    assertThat(first("b"))
        .isEqualTo(
            "lease broken: the ledger does not know it: worker ID 1 until"
                + " 2026-11-23T20:00:00.000Z");

    cluster.put(
        cluster
            .pod("b")
            .editMetadata()
            .addToAnnotations(MetadataKeys.ANNOTATION_LEASE, "{")
            .endMetadata()
            .build());
    assertThat(first("b"))
        .startsWith("lease broken: the annotation cannot be read: the lease is cut");
  }

  @Test
  void shouldStopAtAGateThatSomebodyLiftedAndAtAPodWithoutANode() {
    cluster.put(
        new PodBuilder(cluster.waiting("c", uid(3)))
            .editSpec()
            .withSchedulingGates(List.of())
            .endSpec()
            .build());
    assertThat(first("c"))
        .isEqualTo(
            "lease broken: there is none, and no gate waits for it: somebody lifted the gate");

    cluster.put(
        cluster
            .pod("a")
            .editSpec()
            .withNodeName(null)
            .endSpec()
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withMessage("0/3 nodes fit")
            .endCondition()
            .endStatus()
            .build());
    assertThat(first("a"))
        .isEqualTo("sidecar broken: not started: the pod has no node yet: 0/3 nodes fit");
  }

  @Test
  void shouldStopAtThePolicyWhenOnlyTheSidecarIsMissing() {
    cluster.put(cluster.pod("a").editSpec().withInitContainers(List.of()).endSpec().build());
    assertThat(first("a"))
        .isEqualTo("policy broken: there is no container kezuri-sidecar: nothing serves IDs");
  }

  @Test
  void shouldStopAtTheSidecarWhenItDoesNotIssue() {
    sidecar(false, false, ACluster.RUNNING);
    assertThat(first("a"))
        .isEqualTo(
            "sidecar broken: runs since 2026-11-23T08:00:05.000Z, and has not started: no lease, or"
                + " no disk");
    sidecar(true, false, ACluster.RUNNING);
    assertThat(first("a")).isEqualTo("sidecar broken: runs, and says that it issues no IDs now");
    sidecar(false, false, waiting("ImagePullBackOff", "no such image"));
    assertThat(first("a"))
        .isEqualTo(
            "sidecar broken: the image kezuri-sidecar:0.1.0 cannot be had: ImagePullBackOff: no such"
                + " image");
    sidecar(false, false, terminated(12));
    assertThat(first("a"))
        .isEqualTo(
            "sidecar broken: ended: exit code 12, the state folder cannot be used: the log says"
                + " why");
    sidecar(false, false, terminated(13));
    assertThat(why("a"))
        .contains(
            "  its state folder is empty, damaged or another pod's: it issues no IDs any more.\n"
                + "  do: delete the pod; its successor gets a worker ID of its own\n");
  }

  private void sidecar(boolean started, boolean ready, ContainerState state) {
    cluster.put(
        cluster
            .pod("a")
            .editStatus()
            .editInitContainerStatus(0)
            .withStarted(started)
            .withReady(ready)
            .withState(state)
            .endInitContainerStatus()
            .endStatus()
            .build());
  }

  private static ContainerState waiting(String reason, String message) {
    return new ContainerStateBuilder()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message)
        .endWaiting()
        .build();
  }

  private static ContainerState terminated(int code) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(code)
        .endTerminated()
        .build();
  }

  private View view() {
    return View.of(
        ACluster.NOW, Optional.of(cluster.generators()), "", Optional.of(cluster.workerIds()), "");
  }

  private String first(String pod) {
    return PodChain.of(SeenPod.of(cluster.pod(pod).build()), view())
        .first()
        .map(link -> link.name() + " " + link.state() + ": " + link.text())
        .orElse("");
  }

  private String why(String pod) {
    Chain chain = PodChain.of(SeenPod.of(cluster.pod(pod).build()), view());
    return text(WhyReport.of("pod/" + pod, "shop", List.of(chain)));
  }

  private static String text(WhyReport report) {
    return WhyOutput.of(report, OutputFormat.TABLE, new Paint(false));
  }
}
