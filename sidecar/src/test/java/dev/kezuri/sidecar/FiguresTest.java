// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.sidecar.metrics.ExpositionChecker;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running sidecar tells, against docs/metrics.md. */
class FiguresTest {
  private static final Pattern STAT = Pattern.compile("(?m)^STAT (\\S+) (.*)$");

  @TempDir private Path temp;

  private SidecarProcess start() throws IOException {
    String state = temp.resolve("state").toString();
    return SidecarProcess.start(temp, "--worker-id", "17", "--state-dir", state, "--allow-tmpfs")
        .awaitReady();
  }

  private static List<String> statNames(SidecarProcess sidecar) throws IOException {
    return STAT.matcher(sidecar.ask("stats")).results().map(m -> m.group(1)).toList();
  }

  private static String stat(SidecarProcess sidecar, String name) throws IOException {
    List<String> found =
        STAT.matcher(sidecar.ask("stats"))
            .results()
            .filter(m -> m.group(1).equals(name))
            .map(m -> m.group(2))
            .toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  private static byte[] packet(int opcode, int extras, String key) {
    return ByteBuffer.allocate(24 + extras + key.length())
        .put((byte) 0x80)
        .put((byte) opcode)
        .putShort((short) key.length())
        .put((byte) extras)
        .putInt(8, extras + key.length())
        .put(24 + extras, key.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static void binary(SidecarProcess sidecar, byte[]... packets) throws IOException {
    try (Socket socket = sidecar.connect()) {
      for (byte[] packet : packets) {
        socket.getOutputStream().write(packet);
      }
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).startsWith(0x81);
    }
  }

  /** The first cells of a section's table: names in backquotes. */
  private static List<String> documented(String section) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("docs"))) {
      root = root.getParent();
    }
    String page = Files.readString(root.resolve("docs/metrics.md"));
    int from = page.indexOf("## " + section + "\n");
    assertThat(from).as(section).isNotNegative();
    int to = page.indexOf("\n## ", from);
    return Pattern.compile("(?m)^\\| `([a-z_]+)` \\|")
        .matcher(page.substring(from, to < 0 ? page.length() : to))
        .results()
        .map(MatchResult::group)
        .map(row -> row.replaceAll("[| `]", ""))
        .toList();
  }

  @Test
  void shouldTellWhatTheDocumentExplainsAndNothingElse() throws Exception {
    try (SidecarProcess sidecar = start()) {
      sidecar.nextId();

      List<String> stats = statNames(sidecar);
      ExpositionChecker metrics = ExpositionChecker.read(sidecar.page("/metrics").body());

      assertThat(stats).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(documented("stats"))).isEqualTo(new TreeSet<>(stats));
      assertThat(new TreeSet<>(documented("Prometheus")))
          .isEqualTo(new TreeSet<>(metrics.types().keySet()));
    }
  }

  @Test
  void shouldTellTheSameInStatsAndMetrics() throws Exception {
    try (SidecarProcess sidecar = start()) {
      sidecar.ask("get a");
      // The first waits for the disk, and waits are not in the times.
      sidecar.ask("get a b");

      ExpositionChecker metrics = ExpositionChecker.read(sidecar.page("/metrics").body());

      assertThat(stat(sidecar, "cmd_get")).isEqualTo("3");
      assertThat(metrics.value("kezuri_ids_issued_total")).isEqualByComparingTo("3");
      assertThat(metrics.value("kezuri_worker_id")).isEqualByComparingTo("17");
      assertThat(metrics.value("kezuri_ready")).isEqualByComparingTo("1");
      assertThat(metrics.value("kezuri_answer_seconds_count")).isPositive();
      assertThat(metrics.value("process_resident_memory_bytes"))
          .isGreaterThan(java.math.BigDecimal.valueOf(10_000_000));
      assertThat(metrics.value("process_cpu_seconds_total")).isPositive();
      assertThat(stat(sidecar, "last_timestamp")).matches("20\\d\\d-.*Z");
      assertThat(sidecar.page("/metrics").headers().firstValue("content-type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  @Test
  void shouldCountWhatOfMemcachedHasNoEffect() throws Exception {
    try (SidecarProcess sidecar = start()) {
      sidecar.ask("set a 0 0 1\r\nx\r\nms a 1\r\nx\r\nflush_all\r\ntouch a 1");
      // SET of a key without a value, FLUSHQ, TOUCH
      binary(sidecar, packet(0x01, 8, "k"), packet(0x18, 0, ""), packet(0x1c, 4, "k"));

      assertThat(stat(sidecar, "cmd_set")).isEqualTo("3");
      assertThat(stat(sidecar, "cmd_flush")).isEqualTo("2");
      assertThat(stat(sidecar, "cmd_touch")).isEqualTo("2");
    }
  }

  @Test
  void shouldBeginAnewWhenStatsAreReset() throws Exception {
    try (SidecarProcess sidecar = start()) {
      sidecar.ask("get a b c");

      assertThat(sidecar.ask("stats reset")).isEqualTo("RESET\r\n");

      assertThat(stat(sidecar, "cmd_get")).isEqualTo("0");
      assertThat(stat(sidecar, "reservations")).isEqualTo("0");
      assertThat(stat(sidecar, "curr_connections")).isEqualTo("1");
    }
  }
}
