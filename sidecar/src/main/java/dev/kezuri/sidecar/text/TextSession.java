// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.IdSource;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.WireLoop;

/**
 * The parser of one connection: a loop over small states that each take some bytes or say what they
 * need.
 */
final class TextSession implements Session {
  private enum State {
    LINE,
    KEYS,
    BLOCK,
    ENDED
  }

  static final int LINE_LIMIT = 64 * 1024;
  private static final int MAX_UNKNOWN = 3;

  private static final long GET = Tokens.word("get");
  private static final long GETS = Tokens.word("gets");
  private static final long VERSION = Tokens.word("version");
  private static final long STATS = Tokens.word("stats");
  private static final long QUIT = Tokens.word("quit");

  private static final byte[] NOTHING = {};
  private static final byte[] END = Answer.ascii("END\r\n");
  private static final byte[] ERROR = Answer.ascii("ERROR\r\n");
  private static final byte[] KEY_TOO_LONG = Answer.ascii("CLIENT_ERROR key too long\r\n");
  private static final byte[] LINE_TOO_LONG = Answer.ascii("CLIENT_ERROR line too long\r\n");
  private static final byte[] BAD_LINE = Answer.ascii("CLIENT_ERROR bad command line format\r\n");
  private static final byte[] BAD_BLOCK = Answer.ascii("CLIENT_ERROR bad data chunk\r\n");
  private static final byte[] BLOCK_TOO_LONG =
      Answer.ascii("SERVER_ERROR object too large for cache\r\n");
  private static final byte[] READ_ONLY =
      Answer.ascii("SERVER_ERROR read-only: this server issues IDs\r\n");

  private final WireLoop loop;
  private final TextProtocol protocol;
  private final Answer answer;
  private final DataBlock block = new DataBlock();
  private State state = State.LINE;
  private int position;
  private int scanned;
  private int keysLeft;
  private int lineEndLeft;
  private boolean withCas;
  private boolean known;
  private int unknown;
  private long completed;

  TextSession(WireLoop loop, TextProtocol protocol) {
    this.loop = loop;
    this.protocol = protocol;
    this.answer = loop.answer();
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public boolean isPartial() {
    return state == State.BLOCK;
  }

  @Override
  public Pause run(byte[] in, int from, int to) {
    position = from;
    for (; ; ) {
      Pause pause =
          switch (state) {
            case LINE -> line(in, to);
            case KEYS -> keys(in);
            case BLOCK -> block(in, to);
            case ENDED -> Pause.INPUT;
          };
      if (pause != null) {
        return pause;
      }
    }
  }

  private Pause line(byte[] in, int to) {
    if (position == to) {
      return Pause.INPUT;
    }
    if (answer.room() < Answer.COMMAND_ROOM) {
      return Pause.OUTPUT;
    }
    int newline = Tokens.newline(in, position + scanned, to);
    if ((newline < 0 ? to : newline) - position > LINE_LIMIT) {
      return end(LINE_TOO_LONG);
    }
    if (newline < 0) {
      scanned = to - position;
      return Pause.INPUT;
    }
    scanned = 0;
    int end = newline > position && in[newline - 1] == '\r' ? newline - 1 : newline;
    int word = Tokens.skipSpaces(in, position, end);
    int wordEnd = Tokens.endOfToken(in, word, end);
    return command(Tokens.word(in, word, wordEnd), in, wordEnd, end, newline + 1);
  }

  private Pause command(long word, byte[] in, int from, int end, int next) {
    if (word == GET || word == GETS) {
      return get(word == GETS, in, from, end, next);
    }
    position = next;
    completed++;
    if (word == VERSION) {
      return answered(protocol.versionLine());
    }
    if (word == STATS) {
      byte[] text = protocol.stats().answer(in, from, end);
      return answered(text == null ? ERROR : text);
    }
    if (word == QUIT) {
      state = State.ENDED;
      return Pause.QUIT;
    }
    int lengthIndex = DataBlock.lengthIndex(word);
    return lengthIndex < 0 ? unknown() : storage(block.open(in, from, end, lengthIndex));
  }

  private Pause answered(byte[] text) {
    known = true;
    answer.put(text);
    loop.metrics().add(Counter.COMMANDS, 1);
    return null;
  }

  private Pause unknown() {
    answer.put(ERROR);
    return !known && ++unknown >= MAX_UNKNOWN ? notOurs() : null;
  }

  private Pause notOurs() {
    loop.metrics().add(Counter.CLOSED_UNKNOWN, 1);
    return end(null);
  }

  private Pause end(byte[] text) {
    if (text != null) {
      answer.put(text);
    }
    state = State.ENDED;
    return Pause.END;
  }

  private Pause storage(DataBlock.Line line) {
    known = true;
    return switch (line) {
      case TOO_FEW_WORDS -> answered(ERROR);
      // Where the data ends is not known, so nothing that follows may be read as a command.
      case BAD_LENGTH -> end(BAD_LINE);
      case TOO_LONG -> end(BLOCK_TOO_LONG);
      case OPEN -> {
        state = State.BLOCK;
        yield null;
      }
    };
  }

  private Pause block(byte[] in, int to) {
    position += block.swallow(to - position);
    if (!block.isRead() || position == to) {
      return Pause.INPUT;
    }
    boolean withCr = in[position] == '\r';
    if (withCr && position + 1 == to) {
      return Pause.INPUT;
    }
    int newline = withCr ? position + 1 : position;
    if (in[newline] != '\n') {
      return end(BAD_BLOCK);
    }
    if (answer.room() < Answer.COMMAND_ROOM) {
      return Pause.OUTPUT;
    }
    position = newline + 1;
    state = State.LINE;
    return answered(block.isSilent() ? NOTHING : READ_ONLY);
  }

  private Pause get(boolean cas, byte[] in, int from, int end, int next) {
    if (loop.lot().mustQueue()) {
      return Pause.QUEUE;
    }
    known = true;
    if (Tokens.skipSpaces(in, from, end) == end || !Tokens.keysFit(in, from, end)) {
      position = next;
      completed++;
      return answered(Tokens.skipSpaces(in, from, end) == end ? ERROR : KEY_TOO_LONG);
    }
    withCas = cas;
    position = from;
    keysLeft = end - from;
    lineEndLeft = next - end;
    state = State.KEYS;
    answer.open();
    return null;
  }

  private Pause keys(byte[] in) {
    int end = position + keysLeft;
    int at = position;
    long id = 0;
    long issued = 0;
    boolean full;
    for (; ; ) {
      at = Tokens.skipSpaces(in, at, end);
      full = answer.room() < Answer.VALUE_ROOM;
      if (full || at == end) {
        break;
      }
      id = loop.ids().nextId();
      if (id < 0) {
        break;
      }
      int keyEnd = Tokens.endOfToken(in, at, end);
      protocol.values().value(answer, in, at, keyEnd, id, withCas);
      at = keyEnd;
      issued++;
    }
    loop.metrics().add(Counter.IDS, issued);
    position = at;
    keysLeft = end - at;
    if (full) {
      return Pause.OUTPUT;
    }
    return id < 0 ? refused(id) : closeGet(END);
  }

  private Pause refused(long code) {
    IdSource.Patience patience = loop.ids().patience(code);
    if (patience != IdSource.Patience.NONE) {
      return patience == IdSource.Patience.NEXT_MS ? Pause.NEXT_MS : Pause.UNTIL_WOKEN;
    }
    loop.metrics().add(Counter.REFUSED, 1);
    boolean whole = answer.isWhole();
    answer.rollBack();
    if (!whole) {
      return end(null);
    }
    ValueWriter.serverError(answer, loop.ids().reason(code));
    return closeGet(NOTHING);
  }

  private Pause closeGet(byte[] text) {
    answer.close();
    position += keysLeft + lineEndLeft;
    completed++;
    state = State.LINE;
    return answered(text);
  }
}
