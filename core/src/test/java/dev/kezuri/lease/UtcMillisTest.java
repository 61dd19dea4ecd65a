// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcMillisTest {
  private static final DateTimeFormatter JDK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long YEAR_0 = -62_167_219_200_000L;
  private static final long END_OF_YEAR_9999 = 253_402_300_799_999L;

  @Test
  void shouldWriteAndReadAsTheJdkDoes() {
    // Given
    Random random = new Random(1);

    for (int i = 0; i < 20_000; i++) {
      // When
      long epochMs = i == 0 ? YEAR_0 : random.nextLong(YEAR_0, END_OF_YEAR_9999 + 1);
      String text = UtcMillis.format(epochMs);

      // Then
      assertThat(text).isEqualTo(JDK.format(Instant.ofEpochMilli(epochMs)));
      assertThat(UtcMillis.parse(text)).isEqualTo(epochMs);
    }
  }

  @Test
  void shouldRefuseWhenTheTextHasAnotherForm() {
    String[] others = {
      "",
      "2026-11-23T08:00:00Z",
      "2026-11-23T08:00:00.00Z",
      "2026-11-23T08:00:00.0000Z",
      "2026-11-23t08:00:00.000Z",
      "2026-11-23T08:00:00.000z",
      "2026-11-23T08:00:00,000Z",
      "2026-11-23T08:00:00.000+",
      "+026-11-23T08:00:00.000Z",
      "2026-02-29T08:00:00.000Z",
      "2026-13-01T08:00:00.000Z",
      "2026-11-23T24:00:00.000Z",
      "2026-11-23T23:59:60.000Z",
      "2026-11-2\u0663T08:00:00.000Z",
    };
    for (String text : others) {
      assertThatThrownBy(() -> UtcMillis.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a time must look like 2026-11-23T08:00:00.000Z: " + text);
    }
  }

  @Test
  void shouldStillSayATimeBeyondYear9999() {
    assertThat(UtcMillis.format(END_OF_YEAR_9999 + 1)).isEqualTo("+10000-01-01T00:00Z");
  }
}
