// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real process writes to stderr. */
class LogsOnStderrTest {
  @TempDir private Path temp;

  private SidecarProcess start(String format, String level, String... more) throws IOException {
    String[] args = {
      "--worker-id=17",
      "--state-dir=" + temp.resolve("state"),
      "--allow-tmpfs",
      "--log-format",
      format,
      "--log-level",
      level,
      "--max-connections=1"
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return SidecarProcess.start(temp, all);
  }

  @Test
  void shouldWriteAnObjectALineWhenJsonIsWanted() throws Exception {
    try (SidecarProcess sidecar = start("json", "debug").awaitReady();
        Socket first = connect(sidecar);
        Socket second = connect(sidecar)) {
      assertThat(second.getInputStream().readAllBytes()).asString().contains("too many");
      first.getOutputStream().write("quit\r\n".getBytes(StandardCharsets.US_ASCII));
      sidecar.awaitLog("too_many_connections");
      sidecar.terminate();
      assertThat(sidecar.awaitExit()).isZero();

      assertThat(sidecar.err())
          .contains("\"event\":\"listening\"", "\"event\":\"lease_adopted\"", "\"worker_id\":17")
          .contains("\"level\":\"warn\",\"event\":\"too_many_connections\",\"limit\":1}")
          .contains("\"event\":\"stopping\"");
      for (String line : sidecar.err().lines().toList()) {
        assertIsObject(line);
      }
    }
  }

  private static Socket connect(SidecarProcess sidecar) throws IOException {
    int port =
        Integer.parseInt(
            sidecar
                .out()
                .replaceFirst("(?s).* listen=127.0.0.1:", "")
                .replaceFirst("(?s)\\D.*", ""));
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isPositive();
    return socket;
  }

  private static void assertIsObject(String line) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      parser.skipChildren();
      assertThat(parser.nextToken()).isNull();
    }
  }

  @Test
  void shouldWriteNothingWhenOnlyErrorsAreWantedAndThereAreNone() throws Exception {
    try (SidecarProcess sidecar = start("logfmt", "error").awaitReady()) {
      sidecar.terminate();
      assertThat(sidecar.awaitExit()).isZero();
      assertThat(sidecar.err()).isEmpty();
      assertThat(sidecar.out()).hasLineCount(1);
    }
  }
}
