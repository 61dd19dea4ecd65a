// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.DecimalIds;

/** Writes the answers of {@code get} and {@code gets}. One for all connections of a loop. */
final class ValueWriter {
  private static final byte[] VALUE = Answer.ascii("VALUE ");

  private static final byte[] SERVER_ERROR = Answer.ascii("SERVER_ERROR ");
  private static final byte[] LINE_END = Answer.ascii("\r\n");

  private final DecimalIds decimals = new DecimalIds();

  /** Returns what writes the IDs. */
  DecimalIds decimals() {
    return decimals;
  }

  /** Writes {@code VALUE <key> 0 <length> [<cas>]\r\n<id>\r\n}; the CAS token is the ID. */
  void value(Answer answer, byte[] in, int keyFrom, int keyTo, long id, boolean withCas) {
    byte[] to = answer.bytes();
    System.arraycopy(VALUE, 0, to, answer.length(), VALUE.length);
    int at = answer.length() + VALUE.length;
    System.arraycopy(in, keyFrom, to, at, keyTo - keyFrom);
    at += keyTo - keyFrom;
    to[at++] = ' ';
    to[at++] = '0';
    to[at++] = ' ';
    int digits = decimals.length(id);
    if (digits >= 10) {
      to[at++] = '1';
    }
    to[at++] = (byte) ('0' + digits % 10);
    if (withCas) {
      to[at++] = ' ';
      at = decimals.put(id, to, at);
    }
    to[at++] = '\r';
    to[at++] = '\n';
    at = decimals.put(id, to, at);
    to[at++] = '\r';
    to[at++] = '\n';
    answer.filledTo(at);
  }

  /** Writes {@code SERVER_ERROR <reason>}; the reason is kept to one line of ASCII. */
  static void serverError(Answer answer, String reason) {
    answer.put(SERVER_ERROR);
    answer.put(Answer.oneLine(reason));
    answer.put(LINE_END);
  }
}
