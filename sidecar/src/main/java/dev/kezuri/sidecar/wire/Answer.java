// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import java.nio.charset.StandardCharsets;

/**
 * The bytes to be sent, one for all connections of an event loop: whoever parses fills it and
 * leaves it empty. The answer of a command that is not whole yet starts at the mark, so that it can
 * be taken back.
 */
public final class Answer {
  /** As much as goes into one write. */
  static final int CAPACITY = 32 * 1024;

  /** The longest piece of an answer that is written at once: a VALUE with a key of 250 bytes. */
  public static final int VALUE_ROOM = 320;

  /** What a command finds free at least; a longer answer is a {@link LongAnswer}. */
  public static final int COMMAND_ROOM = 4096;

  private static final int LONGEST_REASON = 480;

  /** No answer is open, or its beginning has been sent. */
  static final int NO_MARK = -1;

  private final byte[] bytes = new byte[CAPACITY];
  private int length;
  private int mark = NO_MARK;

  /** Returns the bytes of a constant. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns a reason as one line of ASCII that is not too long. */
  public static byte[] oneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < LONGEST_REASON; i++) {
      char c = text.charAt(i);
      line.append(c >= ' ' && c < 127 ? c : ' ');
    }
    return ascii(line.toString());
  }

  /** Returns how many bytes are filled. */
  public int length() {
    return length;
  }

  /** Returns how many bytes are free. */
  public int room() {
    return CAPACITY - length;
  }

  /** Returns the buffer itself. */
  public byte[] bytes() {
    return bytes;
  }

  void clear() {
    length = 0;
    mark = NO_MARK;
  }

  /** Begins the answer of a command that may have to be taken back. */
  public void open() {
    mark = length;
  }

  /** The open answer is whole. */
  public void close() {
    mark = NO_MARK;
  }

  /** Returns whether the open answer could be taken back: nothing of it has been sent. */
  public boolean isWhole() {
    return mark != NO_MARK;
  }

  /** Takes the open answer back. */
  public void rollBack() {
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

  /** Puts back what was kept of an open answer. */
  void restore(HeldAnswer kept) {
    System.arraycopy(kept.bytes(), 0, bytes, 0, kept.bytes().length);
    length = kept.bytes().length;
    mark = kept.isWhole() ? 0 : NO_MARK;
  }

  /** Appends bytes; the caller has seen that there is room. */
  public void put(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  /** Appends a part of {@code text}; the caller has seen that there is room. */
  void put(byte[] text, int from, int count) {
    System.arraycopy(text, from, bytes, length, count);
    length += count;
  }

  /** Says that the bytes up to {@code at} are filled, by whoever wrote into {@link #bytes}. */
  public void filledTo(int at) {
    length = at;
  }
}
