// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final long HOUR_MS = 3_600_000;

  @TempDir private Path temp;
  private Path state;
  private Path leaseFile;
  private long aheadMs;

  private final TimeSource time =
      new TimeSource() {
        @Override
        public long wallMs() {
          return TimeSource.SYSTEM.wallMs() + aheadMs;
        }

        @Override
        public long monotonicNs() {
          return TimeSource.SYSTEM.monotonicNs();
        }
      };

  @BeforeEach
  void setUp() {
    state = temp.resolve("state");
    leaseFile = temp.resolve("lease.json");
  }

  private Ran check(String... more) {
    List<String> args = new ArrayList<>(List.of("check", "--pod-uid", Leases.POD, "--lease"));
    args.addAll(List.of(leaseFile.toString(), "--state-dir", state.toString(), "--allow-tmpfs"));
    args.addAll(List.of(more));
    if (!String.join(" ", more).contains("--admin-listen")) {
      args.addAll(List.of("--admin-listen", "off"));
    }
    if (!args.contains("--listen")) {
      args.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    return Ran.of(time, Map.of(), args.toArray(String[]::new));
  }

  /** One life of a sidecar on the folder. */
  private void live(Lease lease, boolean resign) throws IOException {
    try (StateFolder folder = StateFolder.open(state, true)) {
      IdIssuer issuer = new IdIssuer(time, folder, Runnable::run, () -> {});
      issuer.adopt(lease);
      if (resign) {
        issuer.resign();
      }
    }
  }

  private void writeLease(int turn) throws IOException {
    Files.writeString(leaseFile, LeaseCodec.write(Leases.of(Leases.POD, turn)));
  }

  private static void refuses(Ran ran, ExitCode code, String why, String remedy) {
    assertThat(ran.code()).as(ran.out()).isEqualTo(code);
    assertThat(ran.out().lines().filter(line -> line.startsWith("would refuse: ")))
        .singleElement()
        .asString()
        .contains(why)
        .endsWith("(exit code " + code.code() + ")");
    assertThat(ran.out().lines().filter(line -> line.startsWith("remedy: ")))
        .singleElement()
        .asString()
        .contains(remedy);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void shouldSayThatItWouldServeAndChangeNothing() throws IOException {
    writeLease(0);

    Ran ran = check();

    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.ORDERLY);
    assertThat(ran.out())
        .contains("127.0.0.1:0 is free", "shop/orders, worker ID 17, turn 0", "which ends in")
        .endsWith("would serve\n");
    assertThat(state).doesNotExist();
  }

  @Test
  void shouldSayThatASidecarRunsOnTheFolder() throws Exception {
    try (SidecarProcess running =
        SidecarProcess.start(
                temp, "--worker-id", "5", "--state-dir", state.toString(), "--allow-tmpfs")
            .awaitReady()) {
      byte[] before = Files.readAllBytes(state.resolve("state"));

      Ran ran =
          Ran.of(
              "check",
              "--worker-id=5",
              "--state-dir=" + state,
              "--allow-tmpfs",
              "--admin-listen=off",
              "--listen=127.0.0.1:" + running.idPort());

      refuses(ran, ExitCode.STATE_BUSY, "a sidecar runs on " + state, "none is needed");
      assertThat(ran.out())
          .contains("worker ID 5, notBefore", "the port is in use; a sidecar answers there: pid ")
          .contains("ready 1", "worker_id 5");
      assertThat(Files.readAllBytes(state.resolve("state"))).isEqualTo(before);
      assertThat(running.nextId()).isPositive();
    }
  }

  @Test
  void shouldForeseeThatTheStateIsLost() throws IOException {
    writeLease(1);
    refuses(check(), ExitCode.STATE_LOST, "the state folder is empty", "delete the pod");

    live(Leases.of(Leases.POD, 0), false);
    assertThat(check().out()).endsWith("would serve\n");

    Files.write(state.resolve("state"), new byte[4 * 4096]);
    refuses(check(), ExitCode.STATE_LOST, "the state folder is damaged", "delete the pod");
    assertThat(check().out()).contains("4 of 4 blocks damaged");

    Files.delete(state.resolve("state"));
    live(Leases.of("another", 0), false);
    refuses(check(), ExitCode.STATE_LOST, "is pod another's", "delete the pod");
  }

  @Test
  void shouldForeseeThatTheTurnIsClosed() throws IOException {
    writeLease(0);
    live(Leases.of(Leases.POD, 0), true);

    refuses(check(), ExitCode.TURN_CLOSED, "the turn was closed at 2", "the operator");
  }

  @Test
  void shouldForeseeThatTheLeaseCannotBeUsed() throws IOException {
    refuses(check(), ExitCode.NO_ID, "there is no such file", "kezuri.dev/lease");
    writeLease(1);
    live(Leases.of(Leases.POD, 0), false);
    live(Leases.of(Leases.POD, 2), false);
    refuses(check(), ExitCode.NO_ID, "older than the state's turn 2", "kezuri.dev/lease");
  }

  @Test
  void shouldHoldTheWindowAgainstTheClock() throws IOException {
    writeLease(0);

    aheadMs = 2 * HOUR_MS;
    refuses(check(), ExitCode.NO_ID, "the window is over since", "operator");
    aheadMs = -2 * HOUR_MS;
    refuses(check(), ExitCode.NO_ID, "is before the window, by ", "the node's clock");
  }

  @Test
  void shouldNameFolderThatCannotBeUsed() throws IOException {
    writeLease(0);
    Files.writeString(state, "a file");

    refuses(check(), ExitCode.STATE_UNUSABLE, "is no folder", "--state-dir");
  }

  @Test
  void shouldNameAddressesThatAreTaken() throws IOException {
    writeLease(0);
    Path file = Files.writeString(temp.resolve("file"), "");
    Path socket = temp.resolve("k.sock");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      live.bind(UnixDomainSocketAddress.of(socket));

      refuses(check("--admin-listen=" + address), ExitCode.PORT_IN_USE, "in use", "--admin-listen");
      refuses(
          check("--listen", "unix:" + socket), ExitCode.PORT_IN_USE, "the socket is in use", "ss");
      refuses(
          check("--listen", "unix:" + file),
          ExitCode.PORT_IN_USE,
          "a file that is no socket",
          "ss");
      refuses(check("--listen", "192.0.2.1:9"), ExitCode.PORT_IN_USE, "192.0.2.1:9: ", "--listen");
    }
  }

  @Test
  void shouldLeaveNothingBehind() throws IOException {
    writeLease(1);
    live(Leases.of(Leases.POD, 0), false);
    List<String> before = names();

    check();

    assertThat(names()).isEqualTo(before);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
