// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Set;

/** The values of flags, checked; each error names what was set, the rule and the value. */
final class Values {
  private Values() {}

  static int number(CommandLine line, Flag flag, int from, int to, int otherwise)
      throws UsageException {
    String text = line.get(flag);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new UsageException(line.nameOf(flag) + " must be " + from + " to " + to + ": " + text);
  }

  static boolean isTrue(CommandLine line, Flag flag) throws UsageException {
    String value = line.get(flag, "false");
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new UsageException(line.nameOf(flag) + " must be true or false: " + value);
    };
  }

  static Path path(CommandLine line, Flag flag, String otherwise) throws UsageException {
    String text = line.get(flag, otherwise);
    try {
      return text == null ? null : Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new UsageException(line.nameOf(flag) + " is no path: " + text);
    }
  }

  /** Returns a time that is not negative. */
  static Duration time(CommandLine line, Flag flag, Duration otherwise) throws UsageException {
    String text = line.get(flag);
    if (text == null) {
      return otherwise;
    }
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    try {
      Duration duration = Duration.parse("PT" + text);
      if (!duration.isNegative() && duration.compareTo(Duration.ofDays(36_500)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    String hint = text.matches("\\d{1,9}") ? " (did you mean " + text + "s?)" : "";
    throw new UsageException(
        line.nameOf(flag) + " must be a time such as 90s, 10m or 1h: " + text + hint);
  }

  static Duration positiveTime(CommandLine line, Flag flag, Duration otherwise)
      throws UsageException {
    Duration time = time(line, flag, otherwise);
    if (time.isZero()) {
      throw new UsageException(line.nameOf(flag) + " must be longer than 0");
    }
    return time;
  }

  static <E extends Enum<E>> E oneOf(CommandLine line, Flag flag, Class<E> type, E otherwise)
      throws UsageException {
    String text = line.get(flag);
    if (text == null) {
      return otherwise;
    }
    StringBuilder names = new StringBuilder();
    for (E value : type.getEnumConstants()) {
      String name = value.name().toLowerCase(java.util.Locale.ROOT);
      if (name.equals(text)) {
        return value;
      }
      names.append(names.isEmpty() ? "" : ", ").append(name);
    }
    throw new UsageException(line.nameOf(flag) + " must be one of " + names + ": " + text);
  }

  /** Returns the permissions of an octal mode such as 0700. */
  static Set<PosixFilePermission> mode(CommandLine line, Flag flag) throws UsageException {
    String text = line.get(flag, flag.otherwise());
    if (!text.matches("0?[0-7]{3}")) {
      throw new UsageException(line.nameOf(flag) + " must be an octal mode, 0000 to 0777: " + text);
    }
    int bits = Integer.parseInt(text, 8);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's r to the others' x
    for (int i = 0; i < all.length; i++) {
      if ((bits & (1 << (all.length - 1 - i))) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
