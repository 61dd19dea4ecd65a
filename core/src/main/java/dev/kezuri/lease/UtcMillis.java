// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as Kezuri writes them: UTC, exactly three fraction digits, 24 characters, such as {@code
 * 2026-11-23T08:00:00.000Z}. Only this form, so that the API server may compare them as text.
 *
 * <p>By hand, because java.time.format and its regular expressions are 130 classes that a sidecar
 * would load at its start and keep in memory for a few such texts.
 */
public final class UtcMillis {
  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd.dddZ";

  private UtcMillis() {}

  /** Returns the text of {@code epochMs}, ms since 1970, years 0000 to 9999. */
  public static String format(long epochMs) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(epochMs, 1000L), 0, ZoneOffset.UTC);
    int year = time.getYear();
    if (year < 0 || year > 9999) {
      return time + "Z"; // for messages; parse takes no such text
    }
    StringBuilder text = new StringBuilder(SHAPE.length());
    digits(text, 4, year).append('-');
    digits(text, 2, time.getMonthValue()).append('-');
    digits(text, 2, time.getDayOfMonth()).append('T');
    digits(text, 2, time.getHour()).append(':');
    digits(text, 2, time.getMinute()).append(':');
    digits(text, 2, time.getSecond()).append('.');
    return digits(text, 3, Math.floorMod(epochMs, 1000)).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int count, int value) {
    String digits = Integer.toString(value);
    return text.repeat('0', count - digits.length()).append(digits);
  }

  /**
   * Returns the ms since 1970 of a text of exactly this form.
   *
   * @throws IllegalArgumentException if it has another form, or there is no such time
   */
  public static long parse(String text) {
    try {
      return read(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "a time must look like 2026-11-23T08:00:00.000Z: " + text, e);
    }
  }

  private static long read(String text) {
    if (!hasShape(text)) {
      throw new DateTimeException("not of that form");
    }
    LocalDateTime time =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19));
    return time.toEpochSecond(ZoneOffset.UTC) * 1000 + number(text, 20, 23);
  }

  private static boolean hasShape(String text) {
    boolean fits = text.length() == SHAPE.length();
    for (int i = 0; fits && i < text.length(); i++) {
      char wanted = SHAPE.charAt(i);
      char c = text.charAt(i);
      fits = wanted == 'd' ? c >= '0' && c <= '9' : c == wanted;
    }
    return fits;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
