// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.StatsSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers {@code stats [argument]} with memcached's words. Rare, so it may make objects. */
final class StatsCommand {
  private static final byte[] END = Answer.ascii("END\r\n");
  private static final byte[] RESET = Answer.ascii("RESET\r\n");

  private final StatsSource source;

  StatsCommand(StatsSource source) {
    this.source = source;
  }

  /** Returns the whole answer, or null if the argument is unknown. */
  byte[] answer(byte[] in, int from, int end) {
    String argument = new String(in, from, end - from, StandardCharsets.ISO_8859_1).strip();
    return switch (argument) {
      case "" -> lines(source.general());
      case "settings" -> lines(source.settings());
      case "conns" -> lines(source.connections());
      // memcached has nothing to say here either while it stores nothing.
      case "items", "slabs", "sizes" -> END;
      case "reset" -> {
        source.reset();
        yield RESET;
      }
      default -> null;
    };
  }

  private static byte[] lines(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) -> {
          String line = "STAT " + name + " " + value + "\r\n";
          if (text.length() + line.length() < Answer.COMMAND_ROOM - END.length) {
            text.append(line);
          }
        });
    return Answer.ascii(text.append("END\r\n").toString());
  }
}
