// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.CommandLine.Setting;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * katsubushi's flags and environment variables, as settings of this program. Its variables have no
 * prefix ({@code PORT}, {@code SOCK}), and many machines set such ones for something else: they
 * count only where the worker ID is given as {@code -worker-id} or {@code WORKER_ID}.
 */
final class Katsubushi {
  private final Map<KatsubushiFlag, Setting> given = new EnumMap<>(KatsubushiFlag.class);

  /**
   * Returns whether a flag takes a value.
   *
   * @throws UsageException if it is not katsubushi's either
   */
  static boolean takesValue(String name) throws UsageException {
    KatsubushiFlag flag = KatsubushiFlag.find(name);
    if (flag == null) {
      throw Nearest.unknown(name);
    }
    return flag.takesValue();
  }

  /** Returns whether the environment gives a worker ID as katsubushi takes it. */
  static boolean isIn(Map<String, String> env) {
    return variable(KatsubushiFlag.WORKER_ID, env) != null;
  }

  /** Refuses two variables that give two worker IDs: either may belong to something else. */
  static void checkSame(Map<String, String> env, String workerId) throws UsageException {
    Setting other = variable(KatsubushiFlag.WORKER_ID, env);
    if (workerId != null && other != null && !other.value().equals(workerId)) {
      throw new UsageException(
          "KEZURI_WORKER_ID is "
              + workerId
              + " and "
              + other.name()
              + " is "
              + other.value()
              + ": unset one, or give --worker-id");
    }
  }

  private static Setting variable(KatsubushiFlag flag, Map<String, String> env) {
    for (String name : new String[] {flag.name(), flag.name().toLowerCase(Locale.ROOT)}) {
      String value = env.get(name);
      if (value != null && !value.isEmpty()) {
        return new Setting(name, value);
      }
    }
    return null;
  }

  /** Takes a flag; {@code value} is null if it takes none. */
  void give(String name, String value) throws UsageException {
    KatsubushiFlag flag = KatsubushiFlag.find(name);
    take(flag, new Setting(name, value == null ? "true" : value), given);
  }

  private static void take(KatsubushiFlag flag, Setting setting, Map<KatsubushiFlag, Setting> into)
      throws UsageException {
    if (flag.isOff(setting.value())) {
      return;
    }
    if (!flag.isTaken()) {
      throw new UsageException(
          setting.name() + " of katsubushi cannot be had here: " + flag.meaning());
    }
    if (into.put(flag, setting) != null) {
      throw new UsageException(setting.name() + " is given twice");
    }
  }

  /**
   * Returns what flags and variables set together; a flag outranks its variable.
   *
   * @param env the environment; empty if it does not count
   */
  Map<Flag, Setting> settings(Map<String, String> env) throws UsageException {
    Map<KatsubushiFlag, Setting> all = new EnumMap<>(KatsubushiFlag.class);
    if (given.containsKey(KatsubushiFlag.WORKER_ID) || isIn(env)) {
      for (KatsubushiFlag flag : KatsubushiFlag.values()) {
        Setting setting = variable(flag, env);
        // With a worker ID katsubushi does not look at these three.
        boolean unused = flag.name().matches("REDIS|M.._WORKER_ID");
        if (setting != null && !unused) {
          take(flag, setting, all);
        }
      }
    }
    all.putAll(given);
    return settingsOf(all);
  }

  private static Map<Flag, Setting> settingsOf(Map<KatsubushiFlag, Setting> from)
      throws UsageException {
    Map<Flag, Setting> settings = new EnumMap<>(Flag.class);
    copy(from, KatsubushiFlag.WORKER_ID, Flag.WORKER_ID, settings);
    copy(from, KatsubushiFlag.IDLE_TIMEOUT, Flag.IDLE_TIMEOUT, settings);
    copy(from, KatsubushiFlag.LOG_LEVEL, Flag.LOG_LEVEL, settings);
    Setting listen = listen(from);
    if (listen != null) {
      settings.put(Flag.LISTEN, listen);
    }
    return settings;
  }

  private static void copy(
      Map<KatsubushiFlag, Setting> from, KatsubushiFlag flag, Flag to, Map<Flag, Setting> into) {
    Setting setting = from.get(flag);
    if (setting != null) {
      into.put(to, new Setting(setting.name(), here(flag, setting.value())));
    }
  }

  private static String here(KatsubushiFlag flag, String value) {
    return switch (flag) {
      case IDLE_TIMEOUT -> value.matches("[1-9]\\d*") ? value + "s" : value;
      case LOG_LEVEL ->
          switch (value) {
            case "warning" -> "warn";
            case "fatal", "panic" -> "error";
            default -> value;
          };
      default -> value;
    };
  }

  private static Setting listen(Map<KatsubushiFlag, Setting> from) throws UsageException {
    Setting sock = from.get(KatsubushiFlag.SOCK);
    Setting port = from.get(KatsubushiFlag.PORT);
    Setting http = from.get(KatsubushiFlag.HTTP_PORT);
    Setting first = sock != null ? sock : port != null ? port : http;
    if (first == null) {
      return null;
    }
    String value =
        sock != null
            ? "unix:" + sock.value()
            : "localhost:" + (port == null ? "11212" : port(port));
    return new Setting(first.name(), http == null ? value : value + ",localhost:" + port(http));
  }

  private static String port(Setting setting) throws UsageException {
    if (!setting.value().matches("\\d{1,5}")) {
      throw new UsageException(setting.name() + " must be a port: " + setting.value());
    }
    return setting.value();
  }
}
