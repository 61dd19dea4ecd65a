// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

/** Bytes as a transcript of WireTest: what should have come back is for whoever mends it to add. */
final class Finding {
  private Finding() {}

  static String transcript(byte[] sent, long seed, String why) {
    StringBuilder text = new StringBuilder();
    text.append("# Fuzzing, seed ").append(seed).append(": ");
    why.chars().limit(500).forEach(c -> text.append(c >= ' ' && c < 127 ? (char) c : '.'));
    for (int at = 0; at < sent.length; ) {
      text.append("\n>> ");
      int lineEnd = Math.min(sent.length, at + 4096);
      do {
        text.append(escaped(sent[at]));
      } while (++at < lineEnd && sent[at - 1] != '\n');
    }
    return text.append('\n').toString();
  }

  private static String escaped(byte b) {
    return switch (b) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\\' -> "\\\\";
      // Where a line could begin or end with it, or a repetition could be meant.
      case ' ', '{', '}', '*' -> String.format("\\x%02x", b);
      default -> b > ' ' && b < 127 ? String.valueOf((char) b) : String.format("\\x%02x", b & 0xff);
    };
  }
}
