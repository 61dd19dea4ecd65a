// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer, or how many IDs are to be drawn for one.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param body the body
 * @param draw the IDs that make the body; null for an answer that is made already
 * @param more header lines of its own, each with its line end
 */
public record Reply(int status, String type, byte[] body, Draw draw, String more) {
  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json";
  private static final byte[] NONE = {};

  /** Returns an answer in plain text. */
  public static Reply text(int status, String text) {
    return of(status, TEXT, text);
  }

  /** Returns an answer of another type. */
  public static Reply of(int status, String type, String text) {
    return new Reply(status, type, text.getBytes(StandardCharsets.UTF_8), null, "");
  }

  static Reply json(String text) {
    return of(200, JSON, text + "\n");
  }

  /** Returns the answer that says why there is nothing to answer with now. */
  static Reply unavailable(String reason) {
    return text(503, reason + "\n").with("Retry-After: 1\r\n");
  }

  /** Returns the order to draw IDs. */
  static Reply of(Draw draw) {
    return new Reply(200, draw.json() ? JSON : TEXT, NONE, draw, "");
  }

  /** Returns this answer with the IDs drawn for it. */
  Reply drawn(long[] ids) {
    return new Reply(status, type, draw.body(ids), null, more);
  }

  Reply with(String line) {
    return new Reply(status, type, body, draw, more + line);
  }
}
