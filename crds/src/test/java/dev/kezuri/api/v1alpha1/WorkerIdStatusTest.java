// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.api.v1alpha1.PastWindow.End;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerIdStatusTest {
  private static final long EIGHT = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final long NINE = UtcMillis.parse("2026-11-23T09:00:00.000Z");
  private static final HeldWindow HELD =
      HeldWindow.granted("uid", "pod", "node", new Window(EIGHT, NINE));

  @Test
  void shouldHeadHistoryAndRaiseFloorWhenReleased() {
    // Given
    WorkerIdStatus held = WorkerIdStatus.free(EIGHT).withWindow(HELD);

    // When
    WorkerIdStatus released = held.released(EIGHT + 60_000, End.GRACEFUL, 20);

    // Then
    String end = "2026-11-23T08:01:00.000Z";
    assertThat(released)
        .isEqualTo(
            new WorkerIdStatus(
                end,
                null,
                List.of(
                    new PastWindow("uid", "pod", "node", HELD.notBefore(), end, End.GRACEFUL))));
  }

  @Test
  void shouldLeaveTheFloorWhenAFenceIsAheadOfTheEnd() {
    assertThat(
            WorkerIdStatus.free(NINE).withWindow(HELD).released(NINE - 1, End.LOST, 20).floorMs())
        .isEqualTo(NINE);
  }

  @Test
  void shouldDropTheOldestOnlyWhenThereAreMoreThanToKeep() {
    // Given
    WorkerIdStatus none = WorkerIdStatus.free(EIGHT).withWindow(HELD);
    WorkerIdStatus one = none.released(NINE, End.LOST, 2).withWindow(HELD);
    WorkerIdStatus two = one.released(NINE, End.LOST, 2).withWindow(HELD);

    // When // Then
    assertThat(none.released(NINE, End.LOST, 0).history()).hasSize(1);
    assertThat(one.released(NINE, End.LOST, 0).history()).hasSize(1);
    assertThat(two.released(NINE, End.LOST, 2).history()).hasSize(2);
    assertThat(two.released(NINE, End.LOST, 0).history()).as("one dropped a write").hasSize(2);
  }

  @Test
  void shouldKeepFieldsOfANewerVersionWhenTheWindowGrows() {
    // Given
    HeldWindow newer =
        new HeldWindow("uid", null, null, 0, HELD.notBefore(), HELD.notAfter(), Map.of("a", 1));

    // When
    HeldWindow grown = newer.grown(NINE + 1, 1, "node");

    // Then
    assertThat(grown.more()).containsEntry("a", 1);
    assertThat(grown.window()).isEqualTo(new Window(EIGHT, NINE + 1));
    assertThat(grown.node()).isEqualTo("node");
    assertThat(grown.grown(NINE + 1, 1, null).node()).isEqualTo("node");
  }

  @Test
  void shouldReadLengthsOfTimeAsTheApiServerDoes() {
    assertThat(new LeaseSpec("1h30m").durationMs()).isEqualTo(5_400_000);
    assertThat(new LeaseSpec("90s").durationMs()).isEqualTo(90_000);
    assertThat(new LeaseSpec("720h").durationMs()).isEqualTo(2_592_000_000L);
    for (String wrong : List.of("", "1d", "90", "-1h", "1.5h")) {
      assertThatThrownBy(() -> new LeaseSpec(wrong).durationMs())
          .hasMessage("spec.lease.duration must look like 24h, 90s or 1h30m: " + wrong);
    }
  }
}
