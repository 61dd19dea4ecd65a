// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalIdsTest {
  private final DecimalIds decimals = new DecimalIds();

  @Test
  void shouldWriteEveryLengthWhenAskedInAnyOrder() {
    for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
      for (long id : new long[] {power - 1, power, power + 1, power * 9, 9999, 10_000, 0}) {
        assertThat(text(Math.abs(id))).isEqualTo(Long.toString(Math.abs(id)));
      }
    }
    assertThat(text(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
  }

  @Test
  void shouldWriteAsTheJdkDoesWhenIdsRiseAndJump() {
    Random random = new Random(4);
    long id = 1_574_522_597_817_741_312L;
    for (int i = 0; i < 100_000; i++) {
      id = i % 1000 == 0 ? random.nextLong() & Long.MAX_VALUE : id + random.nextInt(3);
      assertThat(text(id & Long.MAX_VALUE)).isEqualTo(Long.toString(id & Long.MAX_VALUE));
    }
  }

  private String text(long id) {
    byte[] to = new byte[24];
    int length = decimals.length(id);
    int end = decimals.put(id, to, 2);
    assertThat(end).isEqualTo(2 + length);
    return new String(to, 2, length, StandardCharsets.US_ASCII);
  }
}
