// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import java.nio.charset.StandardCharsets;

/**
 * The bytes to be sent, one for all connections of an event loop: whoever parses fills it and
 * leaves it empty. The answer of a command that is not whole yet starts at the mark, so that it can
 * be taken back.
 */
final class Answer {
  /** As much as goes into one write. */
  static final int CAPACITY = 32 * 1024;

  /** The longest VALUE: a key of 250 bytes, an ID twice, and the words around them. */
  static final int VALUE_ROOM = 320;

  /** More than any other answer takes. */
  static final int COMMAND_ROOM = 4096;

  /** No answer is open, or its beginning has been sent. */
  static final int NO_MARK = -1;

  private static final byte[] VALUE = ascii("VALUE ");

  private final byte[] bytes = new byte[CAPACITY];
  private final DecimalIds decimals = new DecimalIds();
  private int length;
  private int mark = NO_MARK;

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  int length() {
    return length;
  }

  int room() {
    return CAPACITY - length;
  }

  byte[] bytes() {
    return bytes;
  }

  void clear() {
    length = 0;
    mark = NO_MARK;
  }

  /** Begins the answer of a command that may have to be taken back. */
  void open() {
    mark = length;
  }

  /** The open answer is whole. */
  void close() {
    mark = NO_MARK;
  }

  /** Returns whether the open answer could be taken back: nothing of it has been sent. */
  boolean isWhole() {
    return mark != NO_MARK;
  }

  /** Takes the open answer back. */
  void rollBack() {
    length = mark == NO_MARK ? 0 : mark;
    mark = NO_MARK;
  }

  /**
   * Returns how many bytes can be sent: all but the open answer, unless that one fills the room.
   */
  int sendable() {
    boolean full = room() < VALUE_ROOM;
    return mark == NO_MARK || (mark == 0 && full) ? length : mark;
  }

  /** Forgets the first {@code count} bytes, which were sent. */
  void sent(int count) {
    if (mark != NO_MARK) {
      mark = count <= mark ? mark - count : NO_MARK;
    }
    length -= count;
    System.arraycopy(bytes, count, bytes, 0, length);
  }

  /** Puts back what was kept of an open answer; whole says that nothing of it has been sent. */
  void restore(byte[] kept, boolean whole) {
    System.arraycopy(kept, 0, bytes, 0, kept.length);
    length = kept.length;
    mark = whole ? 0 : NO_MARK;
  }

  void put(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  /** Writes {@code VALUE <key> 0 <length> [<cas>]\r\n<id>\r\n}; the CAS token is the ID. */
  void value(byte[] in, int keyFrom, int keyTo, long id, boolean withCas) {
    byte[] to = bytes;
    System.arraycopy(VALUE, 0, to, length, VALUE.length);
    int at = length + VALUE.length;
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
    length = at;
  }

  /** Writes {@code SERVER_ERROR <reason>}; the reason is kept to one line of ASCII. */
  void serverError(String reason) {
    StringBuilder line = new StringBuilder("SERVER_ERROR ");
    for (int i = 0; i < reason.length() && line.length() < 500; i++) {
      char c = reason.charAt(i);
      line.append(c >= ' ' && c < 127 ? c : ' ');
    }
    put(ascii(line.append("\r\n").toString()));
  }
}
