// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was set: flags first, then the environment, then katsubushi's environment. */
final class CommandLine {
  /** A value, and how whoever set it would call it. */
  record Setting(String name, String value) {}

  private final Map<Flag, Setting> flags = new EnumMap<>(Flag.class);
  private final Map<Flag, Setting> inherited = new EnumMap<>(Flag.class);
  private final Set<Flag> translated = EnumSet.noneOf(Flag.class);
  private final Map<String, String> env;

  private CommandLine(Map<String, String> env) {
    this.env = env;
  }

  /**
   * Reads flags.
   *
   * @throws UsageException if one is unknown, given twice, or lacks its value
   */
  static CommandLine parse(List<String> args, Map<String, String> env) throws UsageException {
    CommandLine line = new CommandLine(env);
    Katsubushi katsubushi = null;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.startsWith("-") ? arg.indexOf('=') : -1;
      String name = equals < 0 ? arg : arg.substring(0, equals);
      Flag flag = find(name);
      boolean takesValue = flag == null ? Katsubushi.takesValue(name) : flag.takesValue();
      String value = equals < 0 ? null : arg.substring(equals + 1);
      if (value == null && takesValue) {
        if (++i == args.size()) {
          throw new UsageException(name + " needs a value");
        }
        value = args.get(i);
      }
      if (flag != null) {
        line.give(flag, name, value);
      } else {
        katsubushi = katsubushi == null ? new Katsubushi() : katsubushi;
        katsubushi.give(name, value);
      }
    }
    if (!line.hasFlag(Flag.HELP) && !line.hasFlag(Flag.VERSION)) {
      line.takeFrom(katsubushi);
    }
    return line;
  }

  private static Flag find(String name) {
    for (Flag flag : Flag.values()) {
      // Go's programs, and so katsubushi, take one dash for two.
      boolean alike = flag.env() == null && flag.flag().substring(1).equals(name);
      if (flag.flag().equals(name) || alike) {
        return flag;
      }
    }
    return name.equals("-h") ? Flag.HELP : null;
  }

  private void give(Flag flag, String name, String value) throws UsageException {
    if (value != null && !flag.takesValue()) {
      throw new UsageException(name + " takes no value");
    }
    String text = value == null ? "true" : value;
    Setting before = flags.get(flag);
    if (before != null && !flag.isRepeatable()) {
      throw new UsageException(name + " is given twice");
    }
    flags.put(flag, new Setting(name, before == null ? text : before.value() + "," + text));
  }

  /** Returns what katsubushi's flags and variables were taken for; empty if there were none. */
  String translated() {
    StringBuilder text = new StringBuilder();
    for (Flag flag : translated) {
      text.append(text.isEmpty() ? "" : " ").append(flag.flag()).append(' ').append(get(flag));
    }
    return text.toString();
  }

  private void takeFrom(Katsubushi given) throws UsageException {
    boolean inPod = has(Flag.POD_UID) || has(Flag.LEASE);
    boolean own = has(Flag.WORKER_ID);
    boolean inherits = !inPod && !own && (given != null || Katsubushi.isIn(env));
    if (!inPod && !hasFlag(Flag.WORKER_ID)) {
      Katsubushi.checkSame(env, get(Flag.WORKER_ID));
    }
    if (given == null && !inherits) {
      return;
    }
    Katsubushi all = given == null ? new Katsubushi() : given;
    for (var entry : all.settings(inherits ? env : Map.of()).entrySet()) {
      Setting setting = entry.getValue();
      translated.add(entry.getKey());
      if (!setting.name().startsWith("-")) {
        inherited.put(entry.getKey(), setting);
        continue;
      }
      Setting before = flags.put(entry.getKey(), setting);
      if (before != null) {
        throw new UsageException(
            setting.name() + " and " + before.name() + " set the same: give one of both");
      }
    }
  }

  /** Returns whether the flag itself was given, in either spelling. */
  boolean hasFlag(Flag flag) {
    return flags.containsKey(flag);
  }

  boolean has(Flag flag) {
    return setting(flag).isPresent();
  }

  private Optional<Setting> setting(Flag flag) {
    Setting given = flags.get(flag);
    if (given != null) {
      return Optional.of(given);
    }
    String fromEnv = flag.env() == null ? null : env.get(flag.env());
    return fromEnv == null || fromEnv.isEmpty()
        ? Optional.ofNullable(inherited.get(flag))
        : Optional.of(new Setting(flag.env(), fromEnv));
  }

  /** Returns the value, or null; an empty variable counts as not set. */
  String get(Flag flag) {
    return get(flag, null);
  }

  String get(Flag flag, String otherwise) {
    return setting(flag).map(Setting::value).orElse(otherwise);
  }

  /** Returns how whoever set it would call it. */
  String nameOf(Flag flag) {
    return setting(flag).map(Setting::name).orElse(flag.flag());
  }

  /** Returns a variable of the environment that is no setting; null if it is not there. */
  String variable(String name) {
    return env.get(name);
  }
}
