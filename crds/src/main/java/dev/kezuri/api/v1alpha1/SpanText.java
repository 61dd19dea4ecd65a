// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: 24h, 90s, 1h30m. */
public final class SpanText {
  /** The same as in the CRDs, where at least one part is asked for by the lowest value allowed. */
  static final String PATTERN = "^([0-9]{1,3}h)?([0-9]{1,5}m)?([0-9]{1,7}s)?$";

  private static final Pattern FORM =
      Pattern.compile("^(?:([0-9]{1,3})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,7})s)?$");

  private SpanText() {}

  /**
   * Returns the ms of {@code text}.
   *
   * @param field where people wrote it, for the message
   * @throws IllegalArgumentException if it has another form than 1h30m20s
   */
  public static long ms(String field, String text) {
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException(field + " must look like 24h, 90s or 1h30m: " + text);
    }
    return (number(parts.group(1)) * 3600 + number(parts.group(2)) * 60 + number(parts.group(3)))
        * 1000;
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
