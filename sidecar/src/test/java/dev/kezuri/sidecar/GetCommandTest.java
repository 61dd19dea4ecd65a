// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.issue.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetCommandTest {
  @TempDir private Path temp;

  private SidecarProcess start(String... more) throws IOException {
    String[] args = {"--worker-id", "5", "--state-dir", temp + "/state", "--allow-tmpfs"};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return SidecarProcess.start(temp, all);
  }

  @Test
  void shouldPrintAsManyDifferentIdsAsWanted() throws IOException {
    String socket = "unix:" + temp.resolve("k.sock");
    try (SidecarProcess running =
        start("--listen", "127.0.0.1:0," + socket, "--admin-listen", "off").awaitReady()) {
      Ran tcp = Ran.of("get", "-n", "5001", "--listen", "0.0.0.0:" + running.idPort());
      Ran unix = Ran.of(TimeSource.SYSTEM, Map.of("KEZURI_LISTEN", socket), "get");

      assertThat(tcp.code()).as(tcp.err()).isEqualTo(ExitCode.ORDERLY);
      List<Long> ids = tcp.out().lines().map(Long::valueOf).toList();
      assertThat(ids).hasSize(5001).doesNotHaveDuplicates().isSorted();
      assertThat(unix.out().strip()).satisfies(id -> assertThat(Long.valueOf(id)).isPositive());
      assertThat(unix.out()).hasLineCount(1);
    }
  }

  @Test
  void shouldSayWhyWhenItIsRefused() throws IOException {
    Files.createDirectories(temp.resolve("lease"));
    try (SidecarProcess running =
        SidecarProcess.start(
                temp,
                "--pod-uid=u",
                "--lease=" + temp + "/lease/lease.json",
                "--state-dir=" + temp + "/state",
                "--allow-tmpfs")
            .awaitLog("event=lease_refused")) {
      Ran ran = Ran.of("get", "--listen", "127.0.0.1:" + running.idPort());

      assertThat(ran.code()).isEqualTo(ExitCode.NO_ID);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err())
          .hasLineCount(1)
          .contains("refuses: no lease yet", "lease.json", "kezuri-sidecar check");
    }
  }

  @Test
  void shouldNameTheAddressWhenNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Ran ran = Ran.of("get", "--listen", "127.0.0.1:" + port);

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.err())
        .isEqualTo(
            "kezuri-sidecar: no sidecar answers on 127.0.0.1:"
                + port
                + ": Connection refused; start one, or give --listen as it was given to it\n");
  }

  @Test
  void shouldTellAnotherServerFromASidecar() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread miss =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket socket = other.accept()) {
                      socket.getInputStream().readNBytes(7);
                      socket.getOutputStream().write("END\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });

      Ran ran = Ran.of("get", "--listen", "127.0.0.1:" + other.getLocalPort());

      assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(ran.err()).contains("is no ID server, it says: END");
      miss.join();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -n 0          | -n must be 1 to 10000000: 0
          -n 10000001   | -n must be 1 to 10000000: 10000001
          -n            | -n needs a value
          --liste a:1   | unknown flag --liste: did you mean --listen?
          5             | unexpected argument 5; --help lists what there is
          --listen a:0:1 | --listen must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: a:0:1
          --listen=127.0.0.1:0 | --listen must name the port that the sidecar listens on: 127.0.0.1:0
          """)
  void shouldNameWhatIsWrong(String args, String message) {
    Ran ran = Ran.of(("get " + args.strip()).split(" "));

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).isEqualTo("kezuri-sidecar: " + message + "\n");
  }

  @Test
  void shouldHelp() {
    assertThat(Ran.of("get", "--help").out()).contains("-n N", "KEZURI_LISTEN");
    assertThat(Ran.of("check", "-h").out()).contains("It reads only");
  }
}
