// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import org.junit.jupiter.api.Test;

class IdLayoutTest {
  @Test
  void shouldPlaceTheFieldsAsKatsubushiDoes() {
    long epoch = IdLayout.DEFAULT.epochMs();
    assertThat(epoch).isEqualTo(1_420_070_400_000L);
    assertThat(IdLayout.DEFAULT.encode(epoch + 1, 1, 1)).isEqualTo((1L << 22) | (1L << 12) | 1);
    assertThat(IdLayout.DEFAULT.decode(Long.MAX_VALUE))
        .isEqualTo(new DecodedId(Long.MAX_VALUE, IdLayout.DEFAULT.endMs() - 1, 1023, 4095));
  }

  @Test
  void shouldDecodeWhatItEncodedWhateverTheWidths() {
    qt().forAll(
            integers().between(1, 41),
            integers().between(0, 11),
            integers().between(0, 11),
            longs().between(0, Long.MAX_VALUE - 1))
        .checkAssert(
            (timestampBits, workerBits, sequenceBits, bits) -> {
              IdLayout layout = new IdLayout(7, timestampBits, workerBits, sequenceBits);
              long ms = 7 + (bits & ((1L << timestampBits) - 1));
              int worker = bits.intValue() & layout.maxWorkerId();
              int sequence = (int) (bits >>> 32) & layout.maxSequence();
              long id = layout.encode(ms, worker, sequence);
              assertThat(layout.holds(ms)).isTrue();
              assertThat(layout.decode(id)).isEqualTo(new DecodedId(id, ms, worker, sequence));
            });
  }

  @Test
  void shouldNameTheRuleThatIsBroken() {
    assertThatThrownBy(() -> new IdLayout(0, 42, 10, 12)).hasMessageEndingWith("at most 63: 64");
    assertThatThrownBy(() -> new IdLayout(0, 0, 10, 12)).hasMessageContaining("timestampBits");
    assertThatThrownBy(() -> new IdLayout(0, 1, 31, 12)).hasMessageContaining("workerBits");
    assertThatThrownBy(() -> new IdLayout(0, 1, 1, 31)).hasMessageContaining("sequenceBits");
    assertThatThrownBy(() -> new IdLayout(Long.MAX_VALUE, 1, 1, 1)).hasMessageContaining("epochMs");
    IdLayout small = new IdLayout(0, 2, 2, 2);
    assertThatThrownBy(() -> small.decode(64)).hasMessageContaining("has 6 bits");
    assertThatThrownBy(() -> small.decode(-1)).hasMessageContaining("negative");
    assertThat(small.holds(4)).isFalse();
  }
}
