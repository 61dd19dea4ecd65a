// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.issue.Refusal;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  private static final int NO_LEASE = -1 - Refusal.NO_LEASE.ordinal();

  private long nowNs = 7;
  private final SidecarMetrics metrics = new SidecarMetrics(() -> nowNs);

  private ExpositionChecker read() {
    return ExpositionChecker.read(new Exposition().counts(metrics).toString());
  }

  private void batch(Object connection, long takesNs, int answered) {
    metrics.beginBatch(connection);
    nowNs += takesNs;
    metrics.beginBatch(connection);
    metrics.add(Counter.BYTES_WRITTEN, answered);
    metrics.endBatch(connection);
  }

  @Test
  void shouldCountBatchesByHowLongTheyTook() {
    batch(this, 9_000, 5);
    batch(this, 10_000, 5);
    batch(this, 10_001, 5);
    batch(this, 2_000_000_000L, 5);
    batch(this, 5_000, 0);

    ExpositionChecker text = read();
    assertThat(text.value("kezuri_answer_seconds_bucket{le=\"0.00001\"}"))
        .isEqualByComparingTo("2");
    assertThat(text.value("kezuri_answer_seconds_bucket{le=\"0.000025\"}"))
        .isEqualByComparingTo("3");
    assertThat(text.value("kezuri_answer_seconds_bucket{le=\"1\"}")).isEqualByComparingTo("3");
    assertThat(text.value("kezuri_answer_seconds_count")).isEqualByComparingTo("4");
    assertThat(text.value("kezuri_answer_seconds_sum")).isEqualByComparingTo("2.000029001");
  }

  @Test
  void shouldBeginAnewWhenAnotherConnectionsBatchWasNotEnded() {
    metrics.beginBatch("one");
    nowNs += 500_000_000;

    batch("other", 1000, 5);

    assertThat(read().value("kezuri_answer_seconds_sum")).isEqualByComparingTo("0.000001");
  }

  @Test
  void shouldGoOnCountingForPrometheusWhenStatsAreReset() {
    // Given
    metrics.add(Counter.IDS, 5);
    metrics.add(Counter.CURR_CONNECTIONS, 2);
    metrics.refused(NO_LEASE);

    // When
    metrics.reset();
    metrics.add(Counter.IDS, 1);

    // Then
    assertThat(read().value("kezuri_ids_issued_total")).isEqualByComparingTo("6");
    assertThat(read().value("kezuri_refusals_total{reason=\"no_lease\"}"))
        .isEqualByComparingTo("1");
    assertThat(metrics.sinceReset(Counter.IDS)).isEqualTo(1);
    assertThat(metrics.sinceReset(Counter.CURR_CONNECTIONS)).isEqualTo(2);
    assertThat(metrics.sinceReset(Refusal.NO_LEASE)).isZero();
  }

  @Test
  void shouldEscapeALabel() {
    String text = new Exposition().info("a_info", "Is.", "version", "1\"\\\n").toString();

    assertThat(text).endsWith("a_info{version=\"1\\\"\\\\\\n\"} 1\n");
    ExpositionChecker.read(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# HELP a A.\n# TYPE a gauge\na 1",
        "# TYPE a gauge\na 1\n",
        "# HELP a A.\n# TYPE a gauge\n",
        "# HELP a A.\n# TYPE a counter\na 1\n",
        "# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n",
        "# HELP a_total A.\n# TYPE a_total counter\na_total -1\n",
        "# HELP a_ms A.\n# TYPE a_ms gauge\na_ms 1\n",
        "# HELP a A.\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a A.\n# TYPE a gauge\na 1\nb 2\n",
        "# HELP a A.\n# TYPE a gauge\na{b=\"\"\"} 1\n",
        "# HELP a A.\n# TYPE a gauge\na 1\n# HELP a A.\n# TYPE a gauge\n",
        "# HELP h A.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 2\nh_sum 0\nh_count 3\n",
        "# HELP h A.\n# TYPE h histogram\nh_bucket{le=\"1\"} 3\nh_bucket{le=\"+Inf\"} 2\n",
        "# HELP h A.\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_sum 0\nh_count 2\n",
      })
  void shouldNotBeReadWhenARuleIsBroken(String text) {
    assertThatThrownBy(() -> ExpositionChecker.read(text)).isInstanceOf(AssertionError.class);
  }
}
