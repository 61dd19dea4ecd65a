// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench;

import dev.kezuri.sidecar.binary.BinaryProtocol;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.text.TextProtocol;
import dev.kezuri.sidecar.wire.IdSource;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.StatsSource;
import dev.kezuri.sidecar.wire.WireLoop;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time an ID from received bytes to the answer: parsing and writing, without clock, disk or socket.
 * IDs count up from a number.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
  private static final int IDS = 50;

  /** What is sent: 50 gets, one get of 50 keys, 50 meta gets, or 50 GETKQ and a NOOP. */
  @Param({"single", "multi", "meta", "binary"})
  public String request;

  private byte[] in;
  private WireLoop loop;
  private Session session;

  /** Makes the connection's parser. */
  @Setup
  public void open() {
    StatsSource stats = new NoStats();
    loop = new WireLoop(new CountedIds(), new SidecarMetrics(), (of, bytes, from, to) -> null);
    session =
        request.equals("binary")
            ? new BinaryProtocol(stats, "0").session(loop)
            : new TextProtocol(stats, "0").session(loop);
    in = text(request).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(String request) {
    return switch (request) {
      case "single" -> "get key00\r\n".repeat(IDS);
      case "multi" -> "get" + " key00".repeat(IDS) + "\r\n";
      case "meta" -> "mg key00 v k q\r\n".repeat(IDS);
      default ->
          ("\u0080\r\0\5\0\0\0\0\0\0\0\5" + "\0".repeat(12) + "key00").repeat(IDS)
              + ("\u0080\n" + "\0".repeat(22));
    };
  }

  /** Fifty IDs. */
  @Benchmark
  @OperationsPerInvocation(IDS)
  public int answer() {
    Pause pause = session.run(in, 0, in.length);
    int length = loop.answer().length();
    if (pause != Pause.INPUT || length < IDS * 19) {
      throw new IllegalStateException("stopped with " + pause + " after " + length + " bytes");
    }
    loop.answer().rollBack();
    return length;
  }

  private static final class CountedIds implements IdSource {
    private long next = 1_500_000_000_000_000_000L;

    @Override
    public void beginBatch(long monotonicNs) {}

    @Override
    public void endBatch() {}

    @Override
    public long nextId() {
      return next++;
    }

    @Override
    public Patience patience(long code) {
      return Patience.NONE;
    }

    @Override
    public String reason(long code) {
      return "never asked";
    }
  }

  private static final class NoStats implements StatsSource {
    @Override
    public Map<String, String> general() {
      return Map.of();
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
    public void reset() {}
  }
}
