// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Resignation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process: exit codes, signals, restarts. */
class SidecarMainTest {
  @TempDir private Path temp;

  private SidecarProcess standalone(String... more) throws IOException {
    String[] args = {"--worker-id", "17", "--state-dir", path("state"), "--allow-tmpfs"};
    return SidecarProcess.start(temp, concat(args, more));
  }

  private SidecarProcess inPod() throws IOException {
    return new PodOnDisk(temp).start();
  }

  private void writeLease(int turn) throws IOException {
    new PodOnDisk(temp).writeLease(turn);
  }

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  private static String[] concat(String[] a, String[] b) {
    String[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void shouldEndWithOneLineWhenUsageIsWrong() throws Exception {
    try (SidecarProcess sidecar = SidecarProcess.start(temp, "--worker-idd", "5")) {
      assertThat(sidecar.awaitExit()).isEqualTo(ExitCode.USAGE.code());
      assertThat(sidecar.err())
          .isEqualTo("kezuri-sidecar: unknown flag --worker-idd: did you mean --worker-id?\n");
    }
  }

  @Test
  void shouldHelpAndTellItsVersion() throws Exception {
    try (SidecarProcess help = SidecarProcess.start(temp, "--help");
        SidecarProcess version = SidecarProcess.start(temp, "--version")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.out()).contains("--worker-id N", "KEZURI_LISTEN", "13  state lost");
      assertThat(version.awaitExit()).isZero();
      assertThat(version.out()).matches("kezuri-sidecar \\d+\\.\\d+\\.\\d+\n");
    }
  }

  @Test
  void shouldNameThePortWhenItIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        SidecarProcess sidecar =
            standalone("--admin-listen", "off", "--listen", "127.0.0.1:" + taken.getLocalPort())) {
      assertThat(sidecar.awaitExit()).isEqualTo(ExitCode.PORT_IN_USE.code());
      assertThat(sidecar.err())
          .isEqualTo(
              "kezuri-sidecar: cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": the port is in use\n");
    }
  }

  /** On a machine without IPv6 there is no second address to lose, and it starts. */
  @Test
  void shouldNotStartWhenOneHalfOfLocalhostIsInUse() throws Exception {
    try (ServerSocket six = new ServerSocket()) {
      boolean hasSix = true;
      try {
        six.bind(new InetSocketAddress("::1", 0));
      } catch (java.net.SocketException e) {
        hasSix = false;
        six.bind(new InetSocketAddress("127.0.0.2", 0));
      }
      String listen = "localhost:" + six.getLocalPort();
      try (SidecarProcess sidecar = standalone("--admin-listen", "off", "--listen", listen)) {
        if (hasSix) {
          assertThat(sidecar.awaitExit()).isEqualTo(ExitCode.PORT_IN_USE.code());
          assertThat(sidecar.err())
              .endsWith("[::1]:" + six.getLocalPort() + ": the port is in use\n");
        } else {
          assertThat(sidecar.awaitReady().err()).contains("event=not_listening");
        }
      }
    }
  }

  @Test
  void shouldNotStartWhenAnotherSidecarHasTheFolder() throws Exception {
    try (SidecarProcess first = standalone().awaitReady();
        SidecarProcess second = standalone()) {
      assertThat(second.awaitExit()).isEqualTo(ExitCode.STATE_BUSY.code());
      assertThat(second.err()).contains("locked").hasLineCount(1);
      assertThat(first.nextId()).isPositive();
    }
  }

  @Test
  void shouldNotStartWhenTheFolderCannotBeUsed() throws Exception {
    Files.writeString(temp.resolve("state"), "a file");
    try (SidecarProcess sidecar = standalone()) {
      assertThat(sidecar.awaitExit()).isEqualTo(ExitCode.STATE_UNUSABLE.code());
      assertThat(sidecar.err()).hasLineCount(1);
    }
  }

  @Test
  void shouldGoOnAboveWhatItIssuedWhenKilledAndStartedAgain() throws Exception {
    // Given
    long before;
    try (SidecarProcess first = standalone().awaitReady()) {
      before = first.nextId();
      first.kill();
    }

    // When
    try (SidecarProcess second = standalone().awaitReady()) {
      // Then
      long after = second.nextId();
      assertThat(after).isGreaterThan(before);
      assertThat(IdLayout.DEFAULT.decode(after).workerId()).isEqualTo(17);
      second.terminate();
      assertThat(second.awaitExit()).isZero();
    }
    try (SidecarProcess third = standalone().awaitReady()) {
      assertThat(third.nextId()).as("nobody resigns without Kubernetes").isPositive();
    }
  }

  @Test
  void shouldAnswerThenResignThenSaySoWhenTerminated() throws Exception {
    // Given
    writeLease(0);
    try (SidecarProcess sidecar = inPod().awaitReady();
        Socket socket = sidecar.connect()) {
      assertThat(sidecar.page("/startupz").statusCode()).isEqualTo(200);
      socket.getOutputStream().write("get a b\r\nget".getBytes(StandardCharsets.US_ASCII));
      assertThat(Files.exists(temp.resolve("message"))).isFalse();

      // When
      sidecar.terminate();

      // Then
      assertThat(sidecar.awaitExit()).isZero();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("VALUE a 0 19\r\n").endsWith("END\r\n");
      long id = Long.parseLong(answer.split("\r\n")[3]);
      Resignation word = Resignation.parse(Files.readString(temp.resolve("message"))).orElseThrow();
      assertThat(word.workerId()).isEqualTo(17);
      assertThat(word.turn()).isZero();
      assertThat(word.highWaterMs())
          .isGreaterThanOrEqualTo(IdLayout.DEFAULT.decode(id).timestampMs());
    }
  }

  @Test
  void shouldRefuseInAClosedTurnAndGoOnInTheNext() throws Exception {
    // Given
    writeLease(0);
    long before;
    try (SidecarProcess first = inPod().awaitReady()) {
      before = first.nextId();
      first.terminate();
      assertThat(first.awaitExit()).isZero();
    }
    Path message = temp.resolve("message");
    String said = Files.readString(message);
    Files.delete(message);

    // When
    try (SidecarProcess second = inPod().awaitLog("event=turn_closed")) {
      // Then
      assertThat(second.ask("get a")).startsWith("SERVER_ERROR resigned before");
      assertThat(second.page("/readyz").statusCode()).isEqualTo(503);
      assertThat(second.page("/healthz").statusCode()).isEqualTo(200);
      assertThat(Files.readString(message)).as("said again at once").isEqualTo(said);
      writeLease(1);
      assertThat(second.awaitReady().nextId()).isGreaterThan(before);
      writeLease(2);
      second.awaitLog("event=lease_adopted generator=shop/orders worker_id=17 turn=2");
      assertThat(second.out()).as("ready is said once").hasLineCount(1);
    }
  }

  @Test
  void shouldSayWhyWhenItHasNoLease() throws Exception {
    Files.createDirectories(temp.resolve("lease"));
    Files.writeString(temp.resolve("lease/lease.json"), "");
    try (SidecarProcess sidecar = inPod().awaitLog("event=lease_refused")) {
      assertThat(sidecar.ask("get a")).startsWith("SERVER_ERROR no lease").contains("lease.json");
      assertThat(sidecar.page("/readyz").body()).contains("no lease", "lease.json");
      assertThat(sidecar.page("/startupz").statusCode()).isEqualTo(503);

      writeLease(0);
      assertThat(sidecar.awaitReady().nextId()).isPositive();
      assertThat(sidecar.page("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldExitOnceAndThenStayUpWhenTheStateIsLost() throws Exception {
    writeLease(1);
    try (SidecarProcess first = inPod()) {
      assertThat(first.awaitExit()).isEqualTo(ExitCode.STATE_LOST.code());
      assertThat(Files.readString(temp.resolve("message"))).startsWith("state lost: ");
    }
    try (SidecarProcess second = inPod().awaitLog("event=state_lost")) {
      assertThat(second.ask("get a")).startsWith("SERVER_ERROR the state folder was lost");
      assertThat(second.page("/startupz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldEndAtOnceWhenTerminatedTwice() throws Exception {
    try (SidecarProcess sidecar = standalone().awaitReady();
        SocketChannel deaf =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), sidecar.idPort()))) {
      // Given: an orderly end waits for a client that does not read
      sendUntilUnread(deaf);
      sidecar.terminate();
      sidecar.awaitLog("event=stopping");

      // When
      sidecar.terminate();

      // Then
      assertThat(sidecar.awaitExit()).isEqualTo(ExitCode.SECOND_SIGNAL.code());
    }
  }

  /** Asks and never reads, until the sidecar has stopped reading as well. */
  private static void sendUntilUnread(SocketChannel deaf) throws IOException {
    byte[] line = ("get" + " k".repeat(30_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    deaf.configureBlocking(false);
    ByteBuffer left = ByteBuffer.wrap(line);
    AtomicInteger refusedInARow = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              int sent = deaf.write(left.hasRemaining() ? left : left.rewind());
              return (sent == 0 ? refusedInARow.incrementAndGet() : resetTo0(refusedInARow)) > 50;
            });
  }

  private static int resetTo0(AtomicInteger count) {
    count.set(0);
    return 0;
  }
}
