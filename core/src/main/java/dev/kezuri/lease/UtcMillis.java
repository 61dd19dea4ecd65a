// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Times as Kezuri writes them: UTC, exactly three fraction digits, 24 characters, such as {@code
 * 2026-11-23T08:00:00.000Z}. Only this form, so that the API server may compare them as text.
 */
public final class UtcMillis {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MILLI_OF_SECOND, 3, 3, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(java.time.format.ResolverStyle.STRICT);

  private UtcMillis() {}

  /** Returns the text of {@code epochMs}, ms since 1970, years 0000 to 9999. */
  public static String format(long epochMs) {
    return FORMAT.format(Instant.ofEpochMilli(epochMs));
  }

  /**
   * Returns the ms since 1970 of a text of exactly this form.
   *
   * @throws IllegalArgumentException if it has another form, or there is no such time
   */
  public static long parse(String text) {
    try {
      return Instant.from(FORMAT.parse(text)).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "a time must look like 2026-11-23T08:00:00.000Z: " + text, e);
    }
  }
}
