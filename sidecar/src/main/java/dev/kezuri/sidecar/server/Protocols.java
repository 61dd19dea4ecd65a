// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.binary.BinaryProtocol;
import dev.kezuri.sidecar.http.HttpSession;
import dev.kezuri.sidecar.http.Pages;
import dev.kezuri.sidecar.http.RequestLine;
import dev.kezuri.sidecar.text.TextProtocol;
import dev.kezuri.sidecar.wire.Lines;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.Sniffer;
import dev.kezuri.sidecar.wire.WireLoop;

/** The protocols of the ID port, told apart by the first bytes of a connection. */
public final class Protocols implements Sniffer {
  private final TextProtocol text;
  private final BinaryProtocol binary;
  private final Pages http;

  /** Makes the protocols of one event loop. */
  public Protocols(TextProtocol text, BinaryProtocol binary, Pages http) {
    this.text = text;
    this.binary = binary;
    this.http = http;
  }

  @Override
  public Session session(WireLoop loop, byte[] in, int from, int to) {
    byte first = in[from];
    if (first == BinaryProtocol.MAGIC) {
      return binary.session(loop);
    }
    // HTTP's methods are in capitals; so may be a text command, as katsubushi takes them.
    if (first < 'A' || first > 'Z') {
      return text.session(loop);
    }
    int newline = Lines.newline(in, from, to);
    if ((newline < 0 ? to : newline) - from > HttpSession.HEAD_LIMIT) {
      // By its beginning alone, so that it does not matter how much of it has come.
      return RequestLine.begins(in, from, from + HttpSession.HEAD_LIMIT)
          ? http(loop)
          : text.session(loop);
    }
    if (newline < 0) {
      return null;
    }
    int end = Lines.textEnd(in, from, newline);
    return RequestLine.matches(in, from, end) ? http(loop) : text.session(loop);
  }

  private Session http(WireLoop loop) {
    return new HttpSession(loop, http);
  }
}
