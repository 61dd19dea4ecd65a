// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.StatsSource;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Answers STAT: a message for each line, and one without key and value. Rare: may make objects. */
final class BinaryStats {
  private static final int STAT = 0x10;

  private final StatsSource source;

  BinaryStats(StatsSource source) {
    this.source = source;
  }

  /** Returns what there is to tell about {@code argument}, or null if it is unknown. */
  private Map<String, String> lines(String argument) {
    return switch (argument.strip().replaceFirst("^(settings|items|sizes|slabs|reset) .*", "$1")) {
      case "" -> source.general();
      case "settings" -> source.settings();
      // What follows is what a memcached tells that stores nothing.
      case "items", "detail on", "detail off" -> Map.of();
      case "slabs" -> new TreeMap<>(Map.of("active_slabs", "0", "total_malloced", "0"));
      case "sizes" -> Map.of("sizes_status", "disabled");
      case "reset" -> {
        source.reset();
        yield Map.of();
      }
      default -> null;
    };
  }

  /** Returns all messages of the answer, or null if the argument is unknown. */
  byte[] answer(String argument, int opaque, long cas) {
    Map<String, String> lines = lines(argument);
    if (lines == null) {
      return null;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    lines.forEach((name, value) -> message(all, name, value, opaque, cas));
    message(all, "", "", opaque, cas);
    return all.toByteArray();
  }

  private static void message(
      ByteArrayOutputStream to, String name, String value, int opaque, long cas) {
    byte[] key = Answer.ascii(name);
    byte[] text = Answer.ascii(value);
    byte[] header = new byte[Header.LENGTH];
    Header.put(header, 0, STAT, key.length, Status.SUCCESS, key.length + text.length, opaque, cas);
    to.writeBytes(header);
    to.writeBytes(key);
    to.writeBytes(text);
  }
}
