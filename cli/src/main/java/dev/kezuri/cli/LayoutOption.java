// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A layout as two options say it: {@code --layout 41/10/12 --epoch 2015-01-01T00:00:00Z}. */
final class LayoutOption {
  private static final Pattern WIDTHS = Pattern.compile("(\\d{1,3})/(\\d{1,3})/(\\d{1,3})");

  private LayoutOption() {}

  /**
   * Returns the layout; what is null is taken from the default layout.
   *
   * @throws IllegalArgumentException with one line that names the option's rule and the value
   */
  static IdLayout parse(String widths, String epoch) {
    Matcher matcher = WIDTHS.matcher(widths == null ? widths(IdLayout.DEFAULT) : widths);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--layout must be timestamp/worker/sequence bits, such as 41/10/12: " + widths);
    }
    return new IdLayout(
        epoch == null ? IdLayout.DEFAULT.epochMs() : epochMs(epoch),
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  private static long epochMs(String epoch) {
    try {
      Instant instant = Instant.parse(epoch);
      long epochMs = instant.toEpochMilli();
      UtcMillis.format(epochMs);
      if (Instant.ofEpochMilli(epochMs).equals(instant)) {
        return epochMs;
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(epochRule(epoch), e);
    }
    throw new IllegalArgumentException(epochRule(epoch));
  }

  private static String epochRule(String epoch) {
    return "--epoch must be a UTC time in whole ms, such as 2015-01-01T00:00:00Z: " + epoch;
  }

  /** Returns the widths as {@code --layout} takes them. */
  static String widths(IdLayout layout) {
    return layout.timestampBits() + "/" + layout.workerBits() + "/" + layout.sequenceBits();
  }
}
