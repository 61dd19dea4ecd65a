// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
  private final LoopRig rig = new LoopRig();

  @Test
  void shouldCountNumbersByStateWhenSomeAreHeldAndSomeRest() {
    // Given
    rig.apply(null, 1);
    Pod lost = rig.pod("p");
    rig.pod("q");
    rig.settle();

    // When
    rig.cluster.delete(lost);
    rig.pod("r");
    rig.settle();
    rig.advance(Duration.ofSeconds(10));
    rig.turn();

    // Then
    assertThat(state("active")).isEqualTo(1);
    assertThat(state("quarantined")).isEqualTo(1);
    assertThat(state("free")).isZero();
    assertThat(gauge("kezuri.capacity")).isEqualTo(2);
    assertThat(gauge("kezuri.pods.waiting")).isEqualTo(1);
    assertThat(gauge("kezuri.pods.waiting.oldest.seconds")).isEqualTo(10);
    assertThat(gauge("kezuri.condition", "type", "Exhausted")).isEqualTo(1);
    assertThat(gauge("kezuri.condition", "type", "Conflict")).isZero();
  }

  @Test
  void shouldTellOfRenewalsThatAreLateWhenNoTurnEnds() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.running("p", null, 0);
    rig.settle();
    assertThat(gauge("kezuri.renewals.due")).isZero();

    // When
    rig.advance(Duration.ofHours(9));

    // Then
    assertThat(gauge("kezuri.renewals.due")).isEqualTo(1);
    assertThat(gauge("kezuri.renewals.late")).isZero();
    rig.advance(Duration.ofHours(4));
    assertThat(gauge("kezuri.renewals.late")).isEqualTo(1);
    assertThat(gauge("kezuri.windows.ending")).isZero();
    rig.advance(Duration.ofHours(8));
    assertThat(gauge("kezuri.windows.ending")).isEqualTo(1);
  }

  @Test
  void shouldCountSidecarsThatRefuseWhenTheyAreNotReadyOrLostTheirState() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.pod("q");
    rig.settle();

    // When
    rig.running("p", null, 0);
    rig.running("q", new Resignation(1, LoopRig.T0, 0, LoopRig.T0).message(), 13);
    rig.turn();

    // Then
    assertThat(gauge("kezuri.sidecars.refusing", "reason", "not_ready")).isEqualTo(1);
    assertThat(gauge("kezuri.sidecars.refusing", "reason", "state_lost")).isEqualTo(1);
  }

  @Test
  void shouldMeasureGrantsAndConflictsWhenPodsAreGranted() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");

    // When
    rig.advance(Duration.ofSeconds(2));
    rig.settle();

    // Then
    var seconds = rig.meters.get("kezuri.grant.seconds").summary();
    assertThat(seconds.count()).isEqualTo(1);
    assertThat(seconds.totalAmount()).isEqualTo(2);
    assertThat(
            rig.meters
                .get("kezuri.actions")
                .tags("action", "grant", "result", "done")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(rig.meters.get("kezuri.last.turn.timestamp.seconds").gauge().value())
        .isEqualTo((LoopRig.T0 + 2000) / 1000.0);
  }

  @Test
  void shouldTellHowFarTheClockIsAheadWhenItIs() {
    // Given
    rig.apply(null, 1023);
    rig.cluster.now(LoopRig.T0 - 60_000);

    // When
    rig.turn();

    // Then
    assertThat(rig.meters.get("kezuri.clock.skew.seconds").gauge().value()).isEqualTo(59);
  }

  @Test
  void shouldLetMetersGoWhenTheirGeneratorIsGone() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    int before = rig.meters.getMeters().size();

    // When
    rig.cluster.delete(rig.generator());
    rig.sweep();

    // Then
    assertThat(rig.meters.find("kezuri.capacity").gauges()).isEmpty();
    assertThat(rig.meters.getMeters()).hasSize(before - 18);
    assertThat(rig.meters.get("kezuri.pods.without.generator").gauge().value()).isZero();
  }

  @Test
  void shouldCountPodsThatNoTurnSeesWhenTheirGeneratorIsNotThere() {
    // Given
    rig.pod("p");
    rig.advance(Duration.ofSeconds(5));

    // When
    rig.sweep();

    // Then
    assertThat(rig.meters.get("kezuri.pods.without.generator").gauge().value()).isEqualTo(1);
  }

  private double state(String state) {
    return gauge("kezuri.worker.ids", "state", state);
  }

  private double gauge(String name, String... tags) {
    return rig.meters
        .get(name)
        .tags(Tags.of(tags).and("generator", LoopRig.GENERATOR))
        .gauge()
        .value();
  }
}
