// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bytes counted, not time: from received bytes to the answer no object per ID or command. */
class AllocationTest {
  private static final int IDS = 1_000_000;

  /** The leading digits are kept as text, anew for each 10,000 IDs: about 140 bytes. */
  private static final double BYTES_AN_ID = 0.05;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final WireLoop loop = Wire.loop(new FakeIds());

  @Test
  void shouldAllocateNothingPerSingleGet() {
    assertNothingIsAllocated("get id\r\n".repeat(50), 50);
  }

  @Test
  void shouldAllocateNothingPerMultiGet() {
    assertNothingIsAllocated("gets" + " key".repeat(100) + "\r\n", 100);
  }

  @Test
  void shouldAllocateNothingPerMetaGet() {
    assertNothingIsAllocated("mg key v k q\r\n".repeat(49) + "mg key v\r\n", 50);
  }

  @Test
  void shouldAllocateNothingPerQuietBinaryGet() {
    String getkq = "\u0080\r\0\3\0\0\0\0\0\0\0\3" + "\0".repeat(12) + "key";
    String noop = "\u0080\n" + "\0".repeat(22);
    assertNothingIsAllocated(getkq.repeat(50) + noop, 50);
  }

  private void assertNothingIsAllocated(String request, int idsOfIt) {
    // Given
    byte[] in = request.getBytes(StandardCharsets.ISO_8859_1);
    Session session = loop.sniffer().session(loop, in, 0, in.length);
    run(session, in, 1000);
    long issued = loop.metrics().get(Counter.IDS);

    // When
    long before = threads.getCurrentThreadAllocatedBytes();
    run(session, in, IDS / idsOfIt);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    // Then
    assertThat(loop.metrics().get(Counter.IDS) - issued).isEqualTo(IDS);
    assertThat((double) bytes / IDS).as("bytes an ID").isLessThan(BYTES_AN_ID);
  }

  private void run(Session session, byte[] in, int times) {
    for (int i = 0; i < times; i++) {
      Pause pause = session.run(in, 0, in.length);
      if (pause != Pause.INPUT || session.position() != in.length) {
        throw new AssertionError("stopped with " + pause + " at " + session.position());
      }
      loop.answer().clear();
    }
  }
}
