// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.DecimalIds;
import dev.kezuri.sidecar.wire.LongAnswer;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.WireLoop;
import java.nio.charset.StandardCharsets;

/**
 * The parser of one connection. The lengths of a header are checked against each other before
 * anything is done with them; a body is dropped as it comes, unless it is short and has a key.
 */
final class BinarySession implements Session {
  private enum State {
    HEADER,
    BODY,
    LONG_ANSWER,
    ENDED
  }

  /** Longer bodies end the connection. */
  static final int MAX_BODY = 64 << 20;

  private static final byte[] NOTHING = {};

  private final WireLoop loop;
  private final BinaryProtocol protocol;
  private final Answer answer;
  private final LongAnswer longAnswer = new LongAnswer();
  private State state = State.HEADER;
  private int position;
  private int number;
  private int opaque;
  private long cas;
  private int bodyLeft;
  private long completed;

  BinarySession(WireLoop loop, BinaryProtocol protocol) {
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
    return state == State.BODY;
  }

  @Override
  public Pause run(byte[] in, int from, int to) {
    position = from;
    Pause pause = null;
    while (pause == null) {
      pause =
          switch (state) {
            case HEADER -> header(in, to);
            case BODY -> body(to);
            case LONG_ANSWER -> longAnswer();
            case ENDED -> Pause.INPUT;
          };
    }
    return pause;
  }

  private Pause header(byte[] in, int to) {
    if (position == to) {
      return Pause.INPUT;
    }
    if (in[position] != BinaryProtocol.MAGIC) {
      loop.metrics().add(Counter.CLOSED_UNKNOWN, 1);
      return end();
    }
    if (to - position < Header.LENGTH) {
      return Pause.INPUT;
    }
    if (answer.room() < Answer.COMMAND_ROOM) {
      return Pause.OUTPUT;
    }
    number = Header.opcode(in, position);
    opaque = Header.opaque(in, position);
    cas = Header.cas(in, position);
    Opcode opcode = Opcode.of(number);
    int key = Header.keyLength(in, position);
    int extras = Header.extrasLength(in, position);
    int body = Header.bodyLength(in, position);
    if (Integer.compareUnsigned(body, MAX_BODY) > 0) {
      return end(Status.TOO_LARGE);
    }
    if (key + extras > body) {
      return end(Status.UNKNOWN_COMMAND);
    }
    if (!opcode.allows(key, extras, body)) {
      return end(Status.INVALID);
    }
    return switch (opcode.kind()) {
      case VALUE, VALUE_WITH_KEY, STAT -> {
        int bodyAt = position + Header.LENGTH;
        yield to - bodyAt < body ? Pause.INPUT : withKey(opcode, in, bodyAt + extras, key);
      }
      default -> {
        position += Header.LENGTH;
        bodyLeft = body;
        state = State.BODY;
        yield null;
      }
    };
  }

  /** Answers a request that has come whole and whose key counts. */
  private Pause withKey(Opcode opcode, byte[] in, int keyAt, int keyLength) {
    if (opcode.kind() == Opcode.Kind.STAT) {
      position = keyAt + keyLength;
      return stat(new String(in, keyAt, keyLength, StandardCharsets.ISO_8859_1));
    }
    if (loop.lot().mustQueue()) {
      return Pause.QUEUE;
    }
    long id = loop.ids().nextId();
    if (id < 0) {
      return refused(id, keyAt + keyLength);
    }
    position = keyAt + keyLength;
    value(in, keyAt, opcode.kind() == Opcode.Kind.VALUE ? 0 : keyLength, id);
    loop.metrics().add(Counter.IDS, 1);
    return answered();
  }

  /** Writes a value: the ID in decimal; it is the CAS token as well. */
  private void value(byte[] in, int keyAt, int keyLength, long id) {
    DecimalIds decimals = protocol.decimals();
    byte[] to = answer.bytes();
    int digits = decimals.length(id);
    int at = Header.putValue(to, answer.length(), number, keyLength, digits, opaque, id);
    System.arraycopy(in, keyAt, to, at, keyLength);
    answer.filledTo(decimals.put(id, to, at + keyLength));
  }

  private Pause refused(long code, int next) {
    Pause wait = Pause.until(loop.ids().patience(code));
    if (wait != null) {
      return wait;
    }
    loop.metrics().refused(code);
    position = next;
    message(Status.TEMPORARY_FAILURE, Answer.oneLine(loop.ids().reason(code)));
    return answered();
  }

  private Pause stat(String argument) {
    byte[] all = protocol.stats().answer(argument, opaque, cas);
    if (all == null) {
      message(Status.NOT_FOUND);
      return answered();
    }
    longAnswer.begin(all);
    state = State.LONG_ANSWER;
    return answered();
  }

  private Pause longAnswer() {
    if (!longAnswer.put(answer)) {
      return Pause.OUTPUT;
    }
    state = State.HEADER;
    return null;
  }

  private Pause body(int to) {
    int count = Math.min(bodyLeft, to - position);
    position += count;
    bodyLeft -= count;
    if (bodyLeft > 0) {
      return Pause.INPUT;
    }
    if (answer.room() < Answer.COMMAND_ROOM) {
      return Pause.OUTPUT;
    }
    state = State.HEADER;
    Opcode opcode = Opcode.of(number);
    count(opcode);
    switch (opcode.kind()) {
      case NOT_FOUND -> message(Status.NOT_FOUND);
      case READ_ONLY -> message(Status.NOT_SUPPORTED);
      case VERSION -> message(Status.SUCCESS, protocol.version());
      case DONE, QUIT -> {
        if (!opcode.quiet()) {
          message(Status.SUCCESS, NOTHING);
        }
      }
      default -> message(Status.UNKNOWN_COMMAND);
    }
    if (opcode.kind() == Opcode.Kind.QUIT) {
      var _ = answered();
      state = State.ENDED;
      return Pause.QUIT;
    }
    return answered();
  }

  private void count(Opcode opcode) {
    if (opcode.kind() == Opcode.Kind.READ_ONLY) {
      loop.metrics().add(Counter.SETS, 1);
    } else if (number == Opcode.FLUSH || number == Opcode.FLUSHQ) {
      loop.metrics().add(Counter.FLUSHES, 1);
    } else if (number == Opcode.TOUCH) {
      loop.metrics().add(Counter.TOUCHES, 1);
    }
  }

  /** The request is answered whole. */
  private Pause answered() {
    completed++;
    loop.metrics().add(Counter.COMMANDS, 1);
    return null;
  }

  private void message(Status status) {
    message(status.code(), status.text());
  }

  /** Writes an answer that has no key; opaque and CAS are the request's. */
  private void message(int status, byte[] text) {
    answer.filledTo(
        Header.put(answer.bytes(), answer.length(), number, 0, status, text.length, opaque, cas));
    answer.put(text);
  }

  private Pause end(Status status) {
    message(status);
    return end();
  }

  private Pause end() {
    state = State.ENDED;
    return Pause.END;
  }
}
