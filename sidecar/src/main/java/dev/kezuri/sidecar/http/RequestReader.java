// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's parser of requests without its pipeline: its {@code decode} uses no channel, and {@link
 * dev.kezuri.sidecar.wire.Connection} keeps bytes, stops reading and closes for all protocols.
 */
final class RequestReader extends HttpRequestDecoder {
  private final List<Object> parts = new ArrayList<>(2);

  RequestReader(int maxHead) {
    super(
        new HttpDecoderConfig()
            .setInitialBufferSize(64)
            .setMaxInitialLineLength(maxHead)
            .setMaxHeaderSize(maxHead)
            // A newline alone ends a line, as everywhere on this port.
            .setStrictLineParsing(false));
  }

  /** Takes what it can; returns the parts of requests found, good until the next call. */
  List<Object> read(ByteBuf in) throws Exception {
    parts.clear();
    int before;
    do {
      before = in.readerIndex();
      decode(null, in, parts);
    } while (in.isReadable() && in.readerIndex() > before && parts.isEmpty());
    return parts;
  }
}
