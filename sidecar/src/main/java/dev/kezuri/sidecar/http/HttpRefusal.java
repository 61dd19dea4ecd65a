// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.WireLoop;

/** Answers any HTTP request with one that says what this port is, then closes. */
public final class HttpRefusal implements Session {
  private static final String TEXT =
      "This port issues IDs to memcached clients: send \"get id\".\r\n";

  private static final byte[] ANSWER =
      Answer.ascii(
          "HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain\r\nContent-Length: "
              + TEXT.length()
              + "\r\nConnection: close\r\n\r\n"
              + TEXT);

  private final WireLoop loop;
  private int position;

  /** Makes the session of one connection. */
  public HttpRefusal(WireLoop loop) {
    this.loop = loop;
  }

  @Override
  public Pause run(byte[] in, int from, int to) {
    position = to;
    loop.metrics().add(Counter.CLOSED_UNKNOWN, 1);
    loop.answer().put(ANSWER);
    return Pause.END;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public long completed() {
    return 0;
  }

  @Override
  public boolean isPartial() {
    return false;
  }
}
