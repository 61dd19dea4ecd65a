// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import dev.kezuri.sidecar.fuzz.Player.Manner;
import dev.kezuri.sidecar.fuzz.Player.Seen;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold of an answer, whatever was sent. */
final class Oracle {
  /** What a connection may hold for a client that does not read: twice the largest write. */
  private static final long MAX_HELD = 128 * 1024;

  /** A one-byte key of two bytes makes 55 bytes of gets; a short stats command some hundred. */
  private static final long ANSWER_PER_BYTE = 64;

  private static final long ANSWER_PER_ID = 64;
  private static final long ANSWER_ANYWAY = 4096;

  private static final Pattern ID = Pattern.compile("15000000000\\d{8}");

  private Oracle() {}

  /** Plays it in every manner; throws an AssertionError, or what the parser threw. */
  static Seen check(byte[] sent, long seed) {
    Seen whole = Player.play(sent, seed, Manner.WHOLE);
    check(sent, whole);
    for (Manner manner : Manner.values()) {
      if (manner == Manner.WHOLE || (manner == Manner.BYTE_BY_BYTE && sent.length > 4096)) {
        continue;
      }
      Seen other = Player.play(sent, seed, manner);
      if (manner != Manner.ABANDONED) {
        equal(whole, other, manner);
      }
      if (other.held() > MAX_HELD) {
        throw new AssertionError(other.held() + " bytes held for a client that does not read");
      }
    }
    return whole;
  }

  private static void equal(Seen whole, Seen other, Manner manner) {
    if (!Arrays.equals(whole.answer(), other.answer())) {
      int at = Arrays.mismatch(whole.answer(), other.answer());
      throw new AssertionError(
          manner
              + " is answered otherwise from byte "
              + at
              + ": "
              + around(whole, at)
              + " and "
              + around(other, at));
    }
    if (whole.issued() != other.issued() || whole.closedEarly() != other.closedEarly()) {
      throw new AssertionError(
          manner
              + " draws "
              + other.issued()
              + " IDs, closed "
              + other.closedEarly()
              + "; WHOLE "
              + whole.issued()
              + ", "
              + whole.closedEarly());
    }
  }

  private static String around(Seen seen, int at) {
    int end = Math.min(seen.answer().length, at + 60);
    String text = new String(seen.answer(), StandardCharsets.ISO_8859_1);
    return '"' + text.substring(Math.max(0, at - 20), end) + '"';
  }

  /** Checks one answer by itself. */
  static void check(byte[] sent, Seen seen) {
    long most = ANSWER_ANYWAY + ANSWER_PER_BYTE * sent.length + ANSWER_PER_ID * seen.issued();
    if (seen.answer().length > most) {
      throw new AssertionError(seen.answer().length + " bytes answered to " + sent.length);
    }
    String answer = new String(seen.answer(), StandardCharsets.ISO_8859_1);
    boolean echoes = new String(sent, StandardCharsets.ISO_8859_1).contains("150000");
    if (!echoes) {
      ids(answer, seen.issued());
    }
    form(sent, seen.answer(), seen.closedEarly());
  }

  /** Checks that it is an answer in the protocol that the first bytes chose. */
  static void form(byte[] sent, byte[] answer, boolean closedEarly) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    if (sent.length > 0 && sent[0] == (byte) 0x80) {
      BinaryAnswer.check(answer, sent);
    } else if (text.startsWith("HTTP/1.")) {
      HttpAnswer.check(text, new String(sent, StandardCharsets.ISO_8859_1));
    } else {
      TextAnswer.check(text, closedEarly);
    }
  }

  /** Each is of the source and in order; twice only as the CAS token of its own value. */
  private static void ids(String answer, long issued) {
    Matcher found = ID.matcher(answer);
    long last = FuzzIds.FIRST - 1;
    int lastEnd = -1;
    boolean wasToken = false;
    while (found.find()) {
      long id = Long.parseLong(found.group());
      boolean token = id == last && !wasToken && isHeader(answer.substring(lastEnd, found.start()));
      if (id <= last && !token) {
        throw new AssertionError("ID " + id + " after " + last);
      }
      if (id >= FuzzIds.FIRST + issued) {
        throw new AssertionError("ID " + id + " was never issued");
      }
      wasToken = token;
      last = id;
      lastEnd = found.end();
    }
  }

  /** Whether this stands between a CAS token and its value: the rest of the header line. */
  private static boolean isHeader(String between) {
    return between.indexOf('\n') == between.length() - 1 && between.endsWith("\r\n");
  }
}
