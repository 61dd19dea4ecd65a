// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.cli.fence.Times;
import dev.kezuri.lease.UtcMillis;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FenceUntilTest {
  private static final long NOW = UtcMillis.parse("2026-11-23T12:00:00.000Z");

  private static Times times(String until, long serverMs) {
    return FenceUntil.parse(until)
        .times(InstantSource.fixed(Instant.ofEpochMilli(NOW)), OptionalLong.of(serverMs));
  }

  @Test
  void shouldCountFromTheClockThatIsAheadAndEndByTheOneThatIsBehind() {
    assertThat(times("1h30m", NOW + 20_000))
        .isEqualTo(new Times(NOW, NOW + 20_000, OptionalLong.of(NOW + 5_420_000)));
    assertThat(times("90s", NOW - 20_000))
        .isEqualTo(new Times(NOW - 20_000, NOW, OptionalLong.of(NOW + 90_000)));
    assertThat(times(null, NOW)).isEqualTo(new Times(NOW, NOW, OptionalLong.empty()));
  }

  @Test
  void shouldRefuseToCountFromNowWhenTheClocksDiffer() {
    assertThatThrownBy(() -> times("24h", NOW + 31_000))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("differ by 31 s")
        .hasMessageContaining("give --until as a time");
    assertThatThrownBy(() -> times(null, NOW - 32_000)).hasMessageContaining("differ by 32 s");
    assertThat(times("2026-11-23T13:00:00Z", NOW - 32_000).askedMs()).hasValue(NOW + 3_600_000);
  }

  @Test
  void shouldRoundATimeUpToWhatALedgerCanSay() {
    assertThat(times("2026-11-23T13:00:00.0000001+00:00", NOW).askedMs()).hasValue(NOW + 3_600_001);
  }
}
