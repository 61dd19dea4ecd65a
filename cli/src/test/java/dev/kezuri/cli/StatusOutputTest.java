// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.audit.ACluster.hour;
import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.fixture.APod;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.audit.ACluster;
import dev.kezuri.cli.status.StatusReport;
import dev.kezuri.cli.why.View;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text of {@code status}. */
class StatusOutputTest {
  private static final String EXHAUSTED =
      "2 pods wait, the first since 2026-11-23T08:00:00.000Z; of 20 numbers 2 are held and 0 rest;"
          + " the next number is free when a pod ends. Widen spec.workerIds.last, or run fewer"
          + " pods.";

  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldSayAllWellFirst() {
    assertThat(text(OutputFormat.TABLE))
        .isEqualTo(
            """
            All well: 1 IdGenerator, 2 pods, none waits

            GENERATOR     STATE      WAITING   HELD   RESTING   FREE   CAPACITY   NEXT-FREE
            shop/orders   Granting   0         2      0         18     20         <none>

            GENERATOR     SIDECAR                PODS   READY
            shop/orders   kezuri-sidecar:0.1.0   2      2
            """);
    assertThat(report().well()).isTrue();
  }

  @Test
  void shouldSayWhatHoldsGrantsBackAndWhoWaits() {
    cluster.heldBack("Exhausted", EXHAUSTED);
    cluster.put(cluster.waiting("c", uid(3))).put(cluster.waiting("d", uid(4)));

    assertThat(text(OutputFormat.TABLE))
        .isEqualTo(
            """
            Not well: 2 pods wait for worker IDs, shop/orders is Exhausted

            GENERATOR     STATE       WAITING   HELD   RESTING   FREE   CAPACITY   NEXT-FREE
            shop/orders   Exhausted   2         2      0         18     20         <none>

            shop/orders: Exhausted since 2026-11-23T11:00:00.000Z
              2 pods wait, the first since 2026-11-23T08:00:00.000Z; of 20 numbers 2 are held and 0 rest; the
              next number is free when a pod ends.
              do: Widen spec.workerIds.last, or run fewer pods.

            shop/orders: 2 waiting, since 2026-11-23T08:00:00.000Z
              the gate: Exhausted, as above
              pods: shop/c, shop/d

            GENERATOR     SIDECAR                PODS   READY
            shop/orders   kezuri-sidecar:0.1.0   4      2
            """);
    assertThat(report().well()).isFalse();
  }

  @Test
  void shouldCountWhatRestsAndWhenTheFirstIsFree() {
    cluster.withoutPod("a");
    cluster.put(AWorkerId.of(ACluster.ORDERS, 9).withFloor(hour(13)).build());

    assertThat(text(OutputFormat.TABLE))
        .contains(
            "shop/orders   Granting   0         1      2         17     20         " + hour(13));
  }

  @Test
  void shouldNotCountPodsThatHaveEnded() {
    cluster.put(cluster.pod("a").editStatus().withPhase("Succeeded").endStatus().build());

    assertThat(text(OutputFormat.TABLE))
        .startsWith("All well: 1 IdGenerator, 1 pod, none waits\n")
        .contains("shop/orders   Granting   0         1      1 ")
        .endsWith("shop/orders   kezuri-sidecar:0.1.0   1      1\n");
  }

  @Test
  void shouldNotCountNumbersFreeThatAFenceHoldsBack() {
    cluster.change(
        s ->
            new IdGeneratorStatus(
                1L, 16, null, null, null, null, null, null, null, hour(13), s.conditions()));

    assertThat(text(OutputFormat.TABLE)).contains("   0         2      0         14     20 ");
  }

  @Test
  void shouldTellPodsWithoutSidecarAndThoseThatIssueNone() {
    cluster.put(APod.labelled("orders").named("shop", "c").withUid(uid(3)).build());
    cluster.put(
        cluster
            .pod("a")
            .editStatus()
            .editInitContainerStatus(0)
            .withReady(false)
            .endInitContainerStatus()
            .endStatus()
            .build());

    assertThat(text(OutputFormat.TABLE))
        .startsWith("Not well: 1 pod is issued no IDs, 1 pod was not injected\n")
        .contains("shop/orders: 1 not injected, since ", "shop/orders: 1 no IDs, since ")
        .contains("  the policy: nothing was injected: no container has KEZURI_WORKER_ID.\n")
        .contains("  do: kubectl logs a -n shop -c kezuri-sidecar\n  pods: shop/a\n");
  }

  @Test
  void shouldSayAllWellWhenOnlyOthersHoldAPodBack() {
    cluster.put(
        cluster.pod("a").editSpec().addNewSchedulingGate("example.com/hold").endSpec().build());

    assertThat(report().well()).isTrue();
    assertThat(text(OutputFormat.TABLE))
        .startsWith("All well: 1 IdGenerator, 2 pods, 1 of them held by others, none waits\n")
        .contains("shop/orders: 1 held by others, since ");
  }

  @Test
  void shouldNameTenPodsAndAllWhenWide() {
    for (int i = 0; i < 12; i++) {
      cluster.put(cluster.waiting("w%02d".formatted(i), uid(100 + i)));
    }

    assertThat(text(OutputFormat.TABLE)).contains("shop/w09 and 2 more; -o wide\n");
    assertThat(text(OutputFormat.WIDE)).contains("shop/w11\n").doesNotContain("more; -o wide");
    assertThat(text(OutputFormat.WIDE))
        .contains("POD        SIDECAR\nshop/a     kezuri-sidecar:0.1.0\n");
  }

  @Test
  void shouldMindWhatWillHoldBackLaterAndStillSayWell() {
    cluster.change(
        s ->
            new IdGeneratorStatus(
                1L,
                20,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(
                    ACluster.condition("Ready", "True", "Granting", "Pods that wait get one."),
                    ACluster.condition(
                        "TimestampExhausting", "True", "TimestampExhausting", "They end. Move."))));
    for (int id = 2; id < 20; id++) {
      cluster.put(
          AWorkerId.of(ACluster.ORDERS, id).withFloor(id < 19 ? hour(13) : hour(7)).build());
    }

    assertThat(text(OutputFormat.TABLE))
        .startsWith(
            """
            All well: 1 IdGenerator, 2 pods, none waits; mind: shop/orders has 1 of 20 numbers left, shop/orders
            is TimestampExhausting
            """);
    assertThat(report().well()).isTrue();
  }

  @Test
  void shouldSayNotObservedBeforeTheOperatorHasLooked() {
    cluster.orders().getMetadata().setGeneration(2L);

    assertThat(text(OutputFormat.TABLE)).startsWith("Not well: shop/orders is NotObserved\n");
  }

  @Test
  void shouldNotSayWellWhenSomethingWasNotLookedAt() {
    View view =
        View.of(ACluster.NOW, Optional.of(cluster.generators()), "", Optional.empty(), "refused");
    StatusReport report = StatusReport.of(view, Optional.empty(), List.of("pods: refused"));

    assertThat(report.well()).isFalse();
    assertThat(StatusOutput.of(report, OutputFormat.TABLE, new Paint(false)))
        .isEqualTo(
            """
            Not known: nothing is wrong in what could be looked at
            Not looked at: pods: refused

            GENERATOR     STATE      WAITING   HELD   RESTING   FREE     CAPACITY   NEXT-FREE
            shop/orders   Granting   0         2      0         <none>   20         <none>
            """);
  }

  @Test
  void shouldPrintTheSameAsJsonAndYaml() {
    assertThat(text(OutputFormat.JSON))
        .startsWith(
            """
            {
              "well": true,
              "verdict": "All well: 1 IdGenerator, 2 pods, none waits",
              "generators": [
                {
                  "generator": "shop/orders",
                  "state": "Granting",
            """);
    assertThat(text(OutputFormat.YAML))
        .startsWith("well: true\nverdict: \"All well: 1 IdGenerator, 2 pods, none waits\"\n")
        .contains("    capacity: 20\n");
  }

  @Test
  void shouldPaintOnlyTheWordsThatDecide() {
    String painted = StatusOutput.of(report(), OutputFormat.TABLE, new Paint(true));

    assertThat(painted).startsWith("\u001B[32m\u001B[1mAll well:\u001B[");
    assertThat(painted.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(text(OutputFormat.TABLE));
  }

  private String text(OutputFormat format) {
    return StatusOutput.of(report(), format, new Paint(false));
  }

  private StatusReport report() {
    View view =
        View.of(
            ACluster.NOW,
            Optional.of(cluster.generators()),
            "",
            Optional.of(cluster.workerIds()),
            "");
    return StatusReport.of(view, Optional.of(cluster.pods()), List.of());
  }
}
