// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import dev.kezuri.id.IdLayout;
import dev.kezuri.sidecar.binary.BinaryProtocol;
import dev.kezuri.sidecar.http.HttpSource;
import dev.kezuri.sidecar.http.IdPages;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.server.Protocols;
import dev.kezuri.sidecar.text.TextProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Text connections without sockets. */
public final class Wire {
  private Wire() {}

  /** Returns what connections of one loop share. */
  public static WireLoop loop(IdSource ids) {
    return loop(ids, new SidecarMetrics());
  }

  /** Returns what connections of one loop share. */
  public static WireLoop loop(IdSource ids, SidecarMetrics metrics) {
    FixedStats stats = new FixedStats();
    return new WireLoop(
        ids,
        metrics,
        new Protocols(
            new TextProtocol(stats, "0.1.0"),
            new BinaryProtocol(stats, "0.1.0"),
            new IdPages(stats, "0.1.0")));
  }

  static EmbeddedChannel connect(WireLoop loop) {
    return new EmbeddedChannel(new Connection(loop));
  }

  static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  static void send(EmbeddedChannel channel, String text) {
    send(channel, text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
  }

  static void send(EmbeddedChannel channel, byte[] bytes, int from, int to) {
    // A channel that reads nothing any more leaves the bytes to the kernel.
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
    }
  }

  /** Returns what was answered since the last call. */
  static String received(EmbeddedChannel channel) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf buf = channel.readOutbound(); buf != null; buf = channel.readOutbound()) {
      text.append(buf.toString(StandardCharsets.ISO_8859_1));
      buf.release();
    }
    return text.toString();
  }

  private static final class FixedStats implements StatsSource, HttpSource {
    private boolean reset;

    @Override
    public Map<String, String> general() {
      Map<String, String> stats = new LinkedHashMap<>();
      stats.put("pid", "1");
      stats.put("cmd_get", reset ? "0" : "5");
      return stats;
    }

    @Override
    public Map<String, String> stats() {
      return general();
    }

    @Override
    public Optional<IdLayout> layout() {
      return Optional.of(IdLayout.DEFAULT);
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("maxconns", "1024");
    }

    @Override
    public Map<String, String> connections() {
      return Map.of("open", "1");
    }

    @Override
    public void reset() {
      reset = true;
    }
  }
}
