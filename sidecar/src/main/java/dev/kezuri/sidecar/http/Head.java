// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.Lines;
import io.netty.handler.codec.http.HttpResponseStatus;

/** The heads of requests and answers, as bytes. */
final class Head {
  private Head() {}

  /** Returns where the head that begins at {@code from} ends, behind its empty line; or -1. */
  static int end(byte[] in, int from, int scanFrom, int to) {
    for (int at = Lines.newline(in, Math.max(from, scanFrom), to); at >= 0; ) {
      if (at + 1 < to && in[at + 1] == '\n') {
        return at + 2;
      }
      if (at + 2 < to && in[at + 1] == '\r' && in[at + 2] == '\n') {
        return at + 3;
      }
      at = Lines.newline(in, at + 1, to);
    }
    return -1;
  }

  /** Returns the head of an answer; {@code request} is null if it could not be read. */
  static byte[] of(Reply reply, Request request, boolean close) {
    StringBuilder text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(HttpResponseStatus.valueOf(reply.status())).append("\r\n");
    text.append("Content-Type: ").append(reply.type()).append("\r\n");
    // A HEAD draws no IDs, so how long they would be is not known.
    if (reply.draw() == null) {
      text.append("Content-Length: ").append(reply.body().length).append("\r\n");
    }
    text.append("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    text.append(reply.more());
    if (close) {
      text.append("Connection: close\r\n");
    } else if (request.isOld()) {
      text.append("Connection: keep-alive\r\n");
    }
    return Answer.ascii(text.append("\r\n").toString());
  }
}
