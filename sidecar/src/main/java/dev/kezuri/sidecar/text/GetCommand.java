// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.WireLoop;

/**
 * {@code get}, {@code gets}, {@code gat} and {@code gats}: one ID a key. It may pause behind any of
 * its keys, because the answer is longer than the room or the next ID must be waited for.
 */
final class GetCommand {
  private static final long GET = Tokens.word("get");
  private static final long GETS = Tokens.word("gets");
  private static final long GAT = Tokens.word("gat");
  private static final long GATS = Tokens.word("gats");

  private final WireLoop loop;
  private final ValueWriter values;
  private final Answer answer;
  private int position;
  private int keysLeft;
  private int lineEndLeft;
  private boolean withCas;

  GetCommand(WireLoop loop, ValueWriter values) {
    this.loop = loop;
    this.values = values;
    this.answer = loop.answer();
  }

  static boolean is(long word) {
    return word == GET || word == GETS || word == GAT || word == GATS;
  }

  /**
   * Begins {@code word} with the arguments {@code in[from, end)}; the next command is at {@code
   * next}.
   *
   * @return the answer if the line is wrong, else null
   */
  byte[] open(long word, byte[] in, int from, int end, int next) {
    int keys = Tokens.skipSpaces(in, from, end);
    if (keys == end) {
      return Texts.ERROR;
    }
    if (word == GAT || word == GATS) {
      if (!Numbers.isSigned(in, keys, end)) {
        return Texts.BAD_EXPIRY;
      }
      keys = Tokens.endOfToken(in, keys, end);
    }
    if (!Tokens.keysFit(in, keys, end)) {
      return Texts.BAD_LINE;
    }
    withCas = word == GETS || word == GATS;
    position = keys;
    keysLeft = end - keys;
    lineEndLeft = next - end;
    answer.open();
    return null;
  }

  /** Returns where {@link #run} stopped. */
  int position() {
    return position;
  }

  /**
   * Answers keys from {@code at} on, where it stopped before.
   *
   * @return null when the command is answered, END if only a part of the answer could be given
   */
  Pause run(byte[] in, int at) {
    int end = at + keysLeft;
    long id = keys(in, at, end);
    if (id < 0) {
      return refused(id);
    }
    boolean all = position == end;
    if (all) {
      close(Texts.END);
    }
    return all ? null : Pause.OUTPUT;
  }

  /** Writes a value for each key while there is room; returns the last ID or refusal. */
  private long keys(byte[] in, int from, int end) {
    long id = 0;
    long issued = 0;
    int at = Tokens.skipSpaces(in, from, end);
    while (at < end && answer.room() >= Answer.VALUE_ROOM) {
      id = loop.ids().nextId();
      if (id < 0) {
        break;
      }
      int keyEnd = Tokens.endOfToken(in, at, end);
      values.value(answer, in, at, keyEnd, id, withCas);
      at = Tokens.skipSpaces(in, keyEnd, end);
      issued++;
    }
    loop.metrics().add(Counter.IDS, issued);
    position = at;
    keysLeft = end - at;
    return id;
  }

  private Pause refused(long code) {
    Pause wait = Pause.until(loop.ids().patience(code));
    if (wait != null) {
      return wait;
    }
    loop.metrics().refused(code);
    boolean whole = answer.isWhole();
    answer.rollBack();
    if (!whole) {
      return Pause.END;
    }
    ValueWriter.serverError(answer, loop.ids().reason(code));
    close(Texts.NOTHING);
    return null;
  }

  private void close(byte[] text) {
    answer.put(text);
    answer.close();
    position += keysLeft + lineEndLeft;
  }
}
