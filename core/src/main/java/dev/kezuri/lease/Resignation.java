// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A sidecar's last word: under this grant and turn nothing above {@code highWaterMs} was issued, or
 * ever will be. It crosses the pod's border as the container's termination message.
 *
 * @param workerId the worker ID, with {@code notBeforeMs} the name of the grant
 * @param notBeforeMs start of the window, ms since 1970
 * @param turn the turn that is closed
 * @param highWaterMs the last timestamp that may have been issued, ms since 1970; notBefore if none
 */
public record Resignation(int workerId, long notBeforeMs, int turn, long highWaterMs) {
  /** Loaded by who reads: a sidecar only writes. */
  private static final class Reader {
    private static final String TIME = "(\\S{24})";
    static final Pattern LINE =
        Pattern.compile(
            "(kezuri: worker ID (\\d{1,10}), notBefore "
                + TIME
                + ", turn (\\d{1,10}): closed at high water "
                + TIME
                + ") \\(crc32c ([0-9a-f]{8})\\)");
  }

  /** Checks the parts; messages name the field and the value. */
  public Resignation {
    if (workerId < 0) {
      throw new IllegalArgumentException("workerId must not be negative: " + workerId);
    }
    if (turn < 0) {
      throw new IllegalArgumentException("turn must not be negative: " + turn);
    }
    if (highWaterMs < notBeforeMs) {
      throw new IllegalArgumentException(
          "highWater must not be before notBefore: " + UtcMillis.format(highWaterMs));
    }
  }

  /** Returns one line of about 150 characters, without line end: words, and their CRC32C. */
  public String message() {
    String words =
        "kezuri: worker ID "
            + workerId
            + ", notBefore "
            + UtcMillis.format(notBeforeMs)
            + ", turn "
            + turn
            + ": closed at high water "
            + UtcMillis.format(highWaterMs);
    return words + " (crc32c " + checksum(words) + ")";
  }

  /**
   * Returns the last resignation in a termination message, whatever stands around it; empty if
   * there is none whose checksum is right.
   */
  public static Optional<Resignation> parse(String message) {
    Optional<Resignation> last = Optional.empty();
    Matcher line = Reader.LINE.matcher(message);
    while (line.find()) {
      if (checksum(line.group(1)).equals(line.group(6))) {
        Optional<Resignation> read = read(line);
        last = read.isPresent() ? read : last;
      }
    }
    return last;
  }

  private static Optional<Resignation> read(Matcher line) {
    try {
      return Optional.of(
          new Resignation(
              Integer.parseInt(line.group(2)),
              UtcMillis.parse(line.group(3)),
              Integer.parseInt(line.group(4)),
              UtcMillis.parse(line.group(5))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String checksum(String words) {
    CRC32C crc = new CRC32C();
    crc.update(words.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
