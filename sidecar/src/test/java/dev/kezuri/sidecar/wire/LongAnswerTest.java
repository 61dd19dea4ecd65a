// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.sidecar.binary.BinaryProtocol;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.text.TextProtocol;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers larger than the room for them: no line is lost, and what follows comes behind. */
class LongAnswerTest {
  private static final int LINES = 20_000;
  private static final int HEADER = 24;
  private static final int LINE = "STAT line00000 x\r\n".length();

  private final TextProtocol text = new TextProtocol(new ManyStats(), "0.1.0");
  private final BinaryProtocol binary = new BinaryProtocol(new ManyStats(), "0.1.0");
  private final WireLoop loop =
      new WireLoop(
          new FakeIds(),
          new SidecarMetrics(),
          (wire, in, from, to) ->
              in[from] == BinaryProtocol.MAGIC ? binary.session(wire) : text.session(wire));
  private final EmbeddedChannel channel = Wire.connect(loop);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldSendEveryLineWhenStatsAreLong() {
    Wire.send(channel, "stats\r\nget a\r\n");
    channel.runPendingTasks();

    assertThat(Wire.received(channel))
        .hasSize(LINES * LINE + "END\r\n".length() + "VALUE a 0 19\r\n".length() + 21 + 5)
        .startsWith("STAT line00000 x\r\nSTAT line00001 x\r\n")
        .contains("STAT line19999 x\r\nEND\r\nVALUE a 0 19\r\n")
        .endsWith("\r\nEND\r\n");
  }

  @Test
  void shouldSendEveryMessageWhenStatsAreLong() {
    String stat = Expectation.bytes("80 10 0000 00 00 0000 00000000 00000001 0000000000000000");

    Wire.send(channel, stat + stat);
    channel.runPendingTasks();

    int messages = LINES * (HEADER + "line00000x".length()) + HEADER;
    assertThat(Wire.received(channel)).hasSize(2 * messages).contains("line19999x");
  }

  private static final class ManyStats implements StatsSource {
    @Override
    public Map<String, String> general() {
      Map<String, String> stats = new LinkedHashMap<>();
      for (int i = 0; i < LINES; i++) {
        stats.put("line%05d".formatted(i), "x");
      }
      return stats;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Map<String, String> connections() {
      return Map.of();
    }

    @Override
    public void reset() {
      throw new IllegalStateException("not asked to");
    }
  }
}
