// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.Lines;
import dev.kezuri.sidecar.wire.LongAnswer;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.WireLoop;

/**
 * The parser of one connection: a loop over small states that each take some bytes or say what they
 * need. Who answers a line is decided by its first word.
 */
final class TextSession implements Session {
  private enum State {
    LINE,
    GET,
    BLOCK,
    LONG_ANSWER,
    ENDED
  }

  static final int LINE_LIMIT = 64 * 1024;
  private static final int MAX_UNKNOWN = 3;
  private static final long QUIT = Tokens.word("quit");

  private static final long META_GET = Tokens.word("mg");
  private static final long META_SET = Tokens.word("ms");

  private static final byte[] LINE_TOO_LONG = Answer.ascii("CLIENT_ERROR line too long\r\n");
  private static final byte[] BAD_BLOCK = Answer.ascii("CLIENT_ERROR bad data chunk\r\n");
  private static final byte[] BLOCK_TOO_LONG =
      Answer.ascii("SERVER_ERROR object too large for cache\r\n");

  private final WireLoop loop;
  private final TextProtocol protocol;
  private final Answer answer;
  private final GetCommand get;
  private final DataBlock block = new DataBlock();
  private final LongAnswer longAnswer = new LongAnswer();
  private State state = State.LINE;
  private int position;
  private int scanned;
  private boolean known;
  private int unknown;
  private long completed;

  TextSession(WireLoop loop, TextProtocol protocol) {
    this.loop = loop;
    this.protocol = protocol;
    this.answer = loop.answer();
    this.get = new GetCommand(loop, protocol.values());
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
            case GET -> get(in);
            case BLOCK -> block(in, to);
            case LONG_ANSWER -> longAnswer();
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
    int newline = Lines.newline(in, position + scanned, to);
    if ((newline < 0 ? to : newline) - position > LINE_LIMIT) {
      return end(LINE_TOO_LONG);
    }
    if (newline < 0) {
      scanned = to - position;
      return Pause.INPUT;
    }
    scanned = 0;
    int end = Lines.textEnd(in, position, newline);
    int word = Tokens.skipSpaces(in, position, end);
    int wordEnd = Tokens.endOfToken(in, word, end);
    return command(Tokens.word(in, word, wordEnd), in, wordEnd, end, newline + 1);
  }

  private Pause command(long word, byte[] in, int from, int end, int next) {
    if (GetCommand.is(word)) {
      return openGet(word, in, from, end, next);
    }
    if (word == META_GET) {
      Pause pause = protocol.metaGet().run(loop, in, from, end);
      position = pause == null ? next : position;
      return pause == null ? answered(Texts.NOTHING) : pause;
    }
    position = next;
    if (word == QUIT) {
      completed++;
      state = State.ENDED;
      return Pause.QUIT;
    }
    if (DataBlock.follows(word)) {
      return storage(block.open(word, in, from, end));
    }
    if (word == META_SET) {
      return metaSet(in, from, end);
    }
    if (word == PlainCommands.FLUSH_ALL || word == PlainCommands.TOUCH) {
      loop.metrics().add(word == PlainCommands.TOUCH ? Counter.TOUCHES : Counter.FLUSHES, 1);
    }
    byte[] text = protocol.plain().answer(word, in, from, end);
    text = text == null ? protocol.meta().answer(word, in, from, end) : text;
    return text == null ? unknown() : answered(text);
  }

  private Pause metaSet(byte[] in, int from, int end) {
    int length = Tokens.token(in, from, end, 1);
    if (length == end) {
      boolean noKey = Tokens.skipSpaces(in, from, end) == end;
      return answered(noKey ? Texts.ERROR : Texts.BAD_LINE);
    }
    return storage(block.open(in, length, end, protocol.meta().set(in, from, end)));
  }

  private Pause openGet(long word, byte[] in, int from, int end, int next) {
    if (loop.lot().mustQueue()) {
      return Pause.QUEUE;
    }
    byte[] wrong = get.open(word, in, from, end, next);
    if (wrong != null) {
      position = next;
      return answered(wrong);
    }
    position = get.position();
    state = State.GET;
    return null;
  }

  private Pause get(byte[] in) {
    Pause pause = get.run(in, position);
    position = get.position();
    if (pause == Pause.END) {
      return end(null);
    }
    return pause != null ? pause : answered(Texts.NOTHING);
  }

  private Pause storage(DataBlock.Line line) {
    known = true;
    return switch (line) {
      case TOO_FEW_WORDS -> answered(Texts.ERROR);
      // Where the data ends is not known, so nothing that follows may be read as a command.
      case BAD_LENGTH -> end(Texts.BAD_LINE);
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
    loop.metrics().add(Counter.SETS, 1);
    return answered(block.answer());
  }

  /** The command is done with this answer, which is whole. */
  private Pause answered(byte[] text) {
    known = true;
    completed++;
    loop.metrics().add(Counter.COMMANDS, 1);
    if (text.length > answer.room()) {
      longAnswer.begin(text);
      state = State.LONG_ANSWER;
    } else {
      answer.put(text);
      state = State.LINE;
    }
    return null;
  }

  private Pause longAnswer() {
    if (!longAnswer.put(answer)) {
      return Pause.OUTPUT;
    }
    state = State.LINE;
    return null;
  }

  private Pause unknown() {
    completed++;
    answer.put(Texts.ERROR);
    if (known || ++unknown < MAX_UNKNOWN) {
      return null;
    }
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
}
