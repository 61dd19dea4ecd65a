// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.EnumMap;
import java.util.Map;

/** What was set: flags first, then the environment. */
final class CommandLine {
  private final Map<Flag, String> flags = new EnumMap<>(Flag.class);
  private final Map<String, String> env;

  private CommandLine(Map<String, String> env) {
    this.env = env;
  }

  static CommandLine parse(String[] args, Map<String, String> env) throws UsageException {
    CommandLine line = new CommandLine(env);
    for (int i = 0; i < args.length; i++) {
      int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
      Flag flag = find(equals < 0 ? args[i] : args[i].substring(0, equals));
      if (equals >= 0 && !flag.takesValue()) {
        throw new UsageException(flag.flag() + " takes no value");
      }
      String value = equals < 0 ? "true" : args[i].substring(equals + 1);
      if (equals < 0 && flag.takesValue()) {
        if (++i == args.length) {
          throw new UsageException(flag.flag() + " needs a value");
        }
        value = args[i];
      }
      if (line.flags.put(flag, value) != null) {
        throw new UsageException(flag.flag() + " is given twice");
      }
    }
    return line;
  }

  /** Returns whether the flag itself was given. */
  boolean hasFlag(Flag flag) {
    return flags.containsKey(flag);
  }

  boolean has(Flag flag) {
    return get(flag) != null;
  }

  /** Returns the value, or null; an empty variable counts as not set. */
  String get(Flag flag) {
    String value = flags.get(flag);
    if (value != null) {
      return value;
    }
    String fromEnv = env.get(flag.env());
    return fromEnv == null || fromEnv.isEmpty() ? null : fromEnv;
  }

  String get(Flag flag, String otherwise) {
    String value = get(flag);
    return value == null ? otherwise : value;
  }

  /** Returns how whoever set it would call it. */
  String nameOf(Flag flag) {
    return hasFlag(flag) || !has(flag) ? flag.flag() : flag.env();
  }

  int number(Flag flag, int from, int to, int otherwise) throws UsageException {
    String text = get(flag);
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
    throw new UsageException(nameOf(flag) + " must be " + from + " to " + to + ": " + text);
  }

  private static Flag find(String text) throws UsageException {
    Flag nearest = Flag.HELP;
    for (Flag flag : Flag.values()) {
      if (flag.flag().equals(text)) {
        return flag;
      }
      if (distance(text, flag.flag()) < distance(text, nearest.flag())) {
        nearest = flag;
      }
    }
    String kind = text.startsWith("-") ? "unknown flag " : "unexpected argument ";
    boolean near = distance(text, nearest.flag()) <= 4;
    throw new UsageException(
        kind + text + (near ? ": did you mean " + nearest.flag() + "?" : "; --help lists them"));
  }

  /** Returns how many letters must be put in, taken out or changed to get from a to b. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
