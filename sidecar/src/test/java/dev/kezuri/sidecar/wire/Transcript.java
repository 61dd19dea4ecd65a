// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of what is sent and what must come back. Sent: {@code >} a line, {@code >>} bytes without
 * a line end, {@code >h} bytes in hex and quoted words. Expected: {@code <} a line, {@code <~} a
 * pattern, {@code <h} bytes; {@code x} the server closes. {@code !} so many IDs and no more.
 *
 * <p>What only one server answers begins with {@code k} (Kezuri) or {@code m} (memcached), as in
 * {@code k<}. {@code m!} is sent to memcached beforehand; {@code m-} says why it is not asked.
 */
public final class Transcript {
  /** Whose answers they are. */
  enum Server {
    KEZURI,
    MEMCACHED
  }

  private final String name;
  private final StringBuilder sent = new StringBuilder();
  private final List<Expectation> expected = new ArrayList<>();
  private final List<String> fills = new ArrayList<>();
  private final List<Server> closing = new ArrayList<>();
  private String notForMemcached;
  private boolean differs;
  private boolean binary;
  private long ids = Long.MAX_VALUE;

  private Transcript(String name) {
    this.name = name;
    this.notForMemcached = name.startsWith("http-") ? "it speaks no HTTP" : null;
  }

  /** Reads a transcript. */
  public static Transcript read(Path file) throws IOException {
    Transcript transcript =
        new Transcript(file.getFileName().toString().replaceFirst("[.]txt$", ""));
    for (String line : Files.readAllLines(file)) {
      try {
        transcript.add(line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": " + line, e);
      }
    }
    return transcript;
  }

  private void add(String line) {
    String kind = line.split(" ", 2)[0];
    String rest = line.replaceFirst("^\\S+ ?", "");
    switch (kind) {
      case ">" -> sent.append(Escapes.resolved(rest)).append("\r\n");
      case ">>" -> sent.append(Escapes.resolved(rest));
      case ">h" -> sent.append(Expectation.bytes(rest));
      case "!" -> ids = Long.parseLong(rest);
      case "m!" -> fills.add(Escapes.resolved(rest) + "\r\n");
      case "m-" -> notForMemcached = rest;
      case "#", "" -> {}
      default -> expect(kind, rest);
    }
  }

  private void expect(String kind, String rest) {
    Server only =
        switch (kind.charAt(0)) {
          case 'k' -> Server.KEZURI;
          case 'm' -> Server.MEMCACHED;
          default -> null;
        };
    differs |= only != null;
    switch (only == null ? kind : kind.substring(1)) {
      case "<" -> expected.add(new Expectation(Expectation.Kind.LINE, only, rest));
      case "<~" -> expected.add(new Expectation(Expectation.Kind.PATTERN, only, rest));
      case "<h" -> {
        binary = true;
        expected.add(new Expectation(Expectation.Kind.HEX, only, rest));
      }
      case "x" -> closing.addAll(only == null ? List.of(Server.values()) : List.of(only));
      default -> throw new IllegalArgumentException("unknown kind of line: " + kind);
    }
  }

  /** Returns its name, without an ending. */
  String name() {
    return name;
  }

  /** Returns what is sent. */
  public byte[] sent() {
    return sent.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns how many IDs there are. */
  long ids() {
    return ids;
  }

  /** Returns whether memcached answers otherwise somewhere. */
  boolean differs() {
    return differs;
  }

  /** Returns why memcached is not asked, or null if it is. */
  String notForMemcached() {
    return notForMemcached;
  }

  /** Returns what memcached is to be told beforehand, on a connection of its own. */
  List<String> fills() {
    return fills;
  }

  void check(Server by, String answer, boolean wasClosed) {
    List<Expectation> all = expected.stream().filter(e -> e.isOf(by)).toList();
    List<String> parts = binary ? slices(all, answer) : lines(answer);
    assertThat(parts).as(answer).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      Pattern pattern = all.get(i).pattern(by);
      assertThat(pattern.matcher(parts.get(i)).matches())
          .as(all.get(i) + " is answered: " + shown(parts.get(i)))
          .isTrue();
    }
    assertThat(wasClosed).as("closed").isEqualTo(closing.contains(by));
  }

  private static List<String> lines(String answer) {
    // A newline alone, as in an HTTP body, ends a line as well, and is seen: "< one\n".
    List<String> lines = List.of(answer.replaceAll("(?<!\r)\n", "\n\r\n").split("\r\n", -1));
    assertThat(lines.getLast()).as("ends with a line end: " + answer).isEmpty();
    return lines.subList(0, lines.size() - 1);
  }

  /** Cuts the answer where the bytes expected end; what is left over is one more. */
  private static List<String> slices(List<Expectation> all, String answer) {
    List<String> slices = new ArrayList<>();
    int at = 0;
    for (Expectation one : all) {
      int end = Math.min(answer.length(), at + one.length());
      slices.add(answer.substring(at, end));
      at = end;
    }
    if (at < answer.length()) {
      slices.add(answer.substring(at));
    }
    return slices;
  }

  private String shown(String part) {
    return binary
        ? HexFormat.ofDelimiter(" ").formatHex(part.getBytes(StandardCharsets.ISO_8859_1))
        : part;
  }
}
