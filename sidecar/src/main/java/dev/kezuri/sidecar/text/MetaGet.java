// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.DecimalIds;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.WireLoop;

/**
 * {@code mg}. An ID is drawn where the answer tells something of it: the value (v), its size (s) or
 * its CAS token (c), which is the ID. One for all connections of a loop.
 */
final class MetaGet {
  private static final long NO_ID = -1;
  private static final byte[] HIT = Answer.ascii("HD");
  private static final byte[] VALUE = Answer.ascii("VA ");
  private static final byte[] NEVER_EXPIRES = Answer.ascii(" t-1");

  private final MetaFlags flags;
  private final DecimalIds decimals;

  MetaGet(MetaFlags flags, DecimalIds decimals) {
    this.flags = flags;
    this.decimals = decimals;
  }

  /**
   * Answers the command with the arguments {@code in[from, end)}.
   *
   * @return null if it is answered; else nothing is done, and it is to be tried again
   */
  Pause run(WireLoop loop, byte[] in, int from, int end) {
    Answer answer = loop.answer();
    int key = Tokens.skipSpaces(in, from, end);
    int keyEnd = Tokens.endOfToken(in, key, end);
    byte[] wrong =
        key == end
            ? Texts.ERROR
            : keyEnd - key > Tokens.MAX_KEY
                ? Texts.BAD_LINE
                : flags.read(in, key, keyEnd, keyEnd, end);
    if (wrong != null) {
      answer.put(wrong);
      return null;
    }
    if (!flags.has('v') && !flags.has('s') && !flags.has('c')) {
      write(answer, in, key, keyEnd, end, NO_ID);
      return null;
    }
    if (loop.lot().mustQueue()) {
      return Pause.QUEUE;
    }
    long id = loop.ids().nextId();
    if (id < 0) {
      return refused(loop, id);
    }
    loop.metrics().add(Counter.IDS, 1);
    write(answer, in, key, keyEnd, end, id);
    return null;
  }

  private static Pause refused(WireLoop loop, long code) {
    Pause wait = Pause.until(loop.ids().patience(code));
    if (wait == null) {
      loop.metrics().refused(code);
      ValueWriter.serverError(loop.answer(), loop.ids().reason(code));
    }
    return wait;
  }

  private void write(Answer answer, byte[] in, int key, int keyEnd, int end, long id) {
    boolean value = flags.has('v');
    answer.put(value ? VALUE : HIT);
    byte[] to = answer.bytes();
    int at = answer.length();
    if (value) {
      at = length(to, at, id);
    }
    for (int flag = Tokens.skipSpaces(in, keyEnd, end); flag < end; ) {
      at = flag(to, at, in, flag, end, key, keyEnd, id);
      flag = Tokens.skipSpaces(in, Tokens.endOfToken(in, flag, end), end);
    }
    at = lineEnd(to, at);
    if (value) {
      var _ = decimals.length(id);
      at = lineEnd(to, decimals.put(id, to, at));
    }
    answer.filledTo(at);
  }

  /** Writes what one flag asks for, if anything. */
  private int flag(byte[] to, int at, byte[] in, int flag, int end, int key, int keyEnd, long id) {
    switch (in[flag]) {
      case 's' -> {
        return length(to, letter(to, at, 's'), id);
      }
      case 'c' -> {
        var _ = decimals.length(id);
        return decimals.put(id, to, letter(to, at, 'c'));
      }
      case 't' -> {
        System.arraycopy(NEVER_EXPIRES, 0, to, at, NEVER_EXPIRES.length);
        return at + NEVER_EXPIRES.length;
      }
      case 'f', 'h', 'l' -> {
        // No client flags; never fetched before; and that a moment ago.
        int out = letter(to, at, in[flag]);
        to[out] = '0';
        return out + 1;
      }
      default -> {
        return flags.echo(to, at, in, flag, end, key, keyEnd);
      }
    }
  }

  private static int letter(byte[] to, int at, int letter) {
    to[at] = ' ';
    to[at + 1] = (byte) letter;
    return at + 2;
  }

  /** Writes how many digits the ID has. */
  private int length(byte[] to, int at, long id) {
    int digits = decimals.length(id);
    int out = at;
    if (digits >= 10) {
      to[out++] = '1';
    }
    to[out++] = (byte) ('0' + digits % 10);
    return out;
  }

  private static int lineEnd(byte[] to, int at) {
    to[at] = '\r';
    to[at + 1] = '\n';
    return at + 2;
  }
}
