// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.StatsSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers {@code stats [argument]} with memcached's words. Rare, so it may make objects. */
final class StatsCommand {
  private static final byte[] RESET = Answer.ascii("RESET\r\n");
  private static final byte[] DETAIL_USAGE =
      Answer.ascii("CLIENT_ERROR usage: stats detail on|off|dump\r\n");
  private static final byte[] CACHEDUMP_USAGE = Answer.ascii("CLIENT_ERROR bad command line\r\n");

  private static final byte[] NO_SLABS =
      Answer.ascii("STAT active_slabs 0\r\nSTAT total_malloced 0\r\nEND\r\n");
  private static final byte[] NO_SIZES = Answer.ascii("STAT sizes_status disabled\r\nEND\r\n");

  private final StatsSource source;

  StatsCommand(StatsSource source) {
    this.source = source;
  }

  /** Returns the whole answer. */
  byte[] answer(byte[] in, int from, int end) {
    String[] words =
        new String(in, from, end - from, StandardCharsets.ISO_8859_1).strip().split(" +");
    return switch (words[0]) {
      case "" -> lines(source.general());
      case "settings" -> lines(source.settings());
      case "conns" -> lines(source.connections());
      case "reset" -> {
        source.reset();
        yield RESET;
      }
      // What follows is what a memcached tells that stores nothing.
      case "items", "extstore" -> Texts.END;
      case "slabs" -> NO_SLABS;
      case "sizes" -> NO_SIZES;
      case "cachedump" -> words.length < 3 ? CACHEDUMP_USAGE : Texts.END;
      case "detail" -> detail(words.length < 2 ? "" : words[1]);
      default -> Texts.ERROR;
    };
  }

  private static byte[] detail(String what) {
    return switch (what) {
      case "on", "off" -> Texts.OK;
      case "dump" -> Texts.END;
      default -> DETAIL_USAGE;
    };
  }

  private static byte[] lines(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) ->
            text.append("STAT ").append(name).append(' ').append(value).append("\r\n"));
    return Answer.ascii(text.append("END\r\n").toString());
  }
}
