// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/**
 * An answer that may be longer than there is room for: it leaves in parts, nothing between them.
 */
public final class LongAnswer {
  private static final byte[] NONE = {};
  private byte[] text = NONE;
  private int at;

  /** Begins with an answer that is known to its end. */
  public void begin(byte[] whole) {
    text = whole;
    at = 0;
  }

  /** Appends as much as there is room for; returns whether that was the rest. */
  public boolean put(Answer answer) {
    int count = Math.min(answer.room(), text.length - at);
    answer.put(text, at, count);
    at += count;
    if (at < text.length) {
      return false;
    }
    text = NONE;
    at = 0;
    return true;
  }
}
