// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.sidecar.server.Limits;
import dev.kezuri.sidecar.server.UnixSocketFile;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarOptionsTest {
  private static SidecarOptions parse(Map<String, String> env, String... args)
      throws UsageException {
    return SidecarOptions.of(CommandLine.parse(List.of(args), env));
  }

  @Test
  void shouldServeStandaloneWhenGivenAWorkerId() throws UsageException {
    SidecarOptions options = parse(Map.of("HOME", "/home/a"), "--worker-id", "0");

    assertThat(options.workerId()).isEqualTo(OptionalInt.of(0));
    assertThat(options.listen()).containsExactly(new InetSocketAddress("127.0.0.1", 11212));
    assertThat(options.listenIfPossible()).containsExactly(new InetSocketAddress("::1", 11212));
    assertThat(options.adminListen()).contains(new InetSocketAddress("127.0.0.1", 11213));
    assertThat(options.stateDir()).isEqualTo(Path.of("/home/a/.local/state/kezuri/0"));
    assertThat(options.terminationMessage()).isEmpty();
  }

  @Test
  void shouldTakeALeaseWhenTheEnvironmentNamesThePod() throws UsageException {
    // The application's KEZURI_WORKER_ID is in the environment of the whole pod.
    SidecarOptions options = parse(Map.of("KEZURI_POD_UID", "u", "KEZURI_WORKER_ID", "5"));

    assertThat(options.workerId()).isEmpty();
    assertThat(options.podUid()).isEqualTo("u");
    assertThat(options.lease()).isEqualTo(Path.of("/kezuri/lease/lease.json"));
    assertThat(options.stateDir()).isEqualTo(Path.of("/kezuri/state"));
    assertThat(options.adminListen()).contains(new InetSocketAddress("0.0.0.0", 11213));
    assertThat(options.terminationMessage()).contains(Path.of("/dev/termination-log"));
  }

  @Test
  void shouldReadEverythingFromTheEnvironmentAndPreferFlags() throws UsageException {
    Map<String, String> env =
        Map.of(
            "KEZURI_WORKER_ID", "5",
            "KEZURI_LISTEN", "[::1]:7000",
            "KEZURI_ADMIN_LISTEN", "off",
            "KEZURI_STATE_DIR", "/s",
            "KEZURI_ALLOW_TMPFS", "true",
            "KEZURI_IDLE_TIMEOUT", "90s",
            "XDG_STATE_HOME", "/x");

    SidecarOptions options = parse(env, "--listen=127.0.0.1:7001", "--max-connections", "9");

    assertThat(options.workerId()).isEqualTo(OptionalInt.of(5));
    assertThat(options.listen()).containsExactly(new InetSocketAddress("127.0.0.1", 7001));
    assertThat(options.listenIfPossible()).isEmpty();
    assertThat(options.adminListen()).isEmpty();
    assertThat(options.stateDir()).isEqualTo(Path.of("/s"));
    assertThat(options.allowTmpfs()).isTrue();
    assertThat(options.limits().idle()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.limits().maxConnections()).isEqualTo(9);
  }

  @Test
  void shouldListenOnAllAddressesGivenWhenThereAreSeveral() throws UsageException {
    SidecarOptions options =
        parse(
            Map.of("KEZURI_WORKER_ID", "5"),
            "--listen",
            "0.0.0.0:7000,unix:/run/../run/k.sock",
            "--listen=localhost:7001",
            "--unix-mode=660");

    assertThat(options.listen())
        .containsExactly(
            new InetSocketAddress("0.0.0.0", 7000),
            UnixDomainSocketAddress.of("/run/k.sock"),
            new InetSocketAddress("127.0.0.1", 7001));
    assertThat(options.listenIfPossible()).containsExactly(new InetSocketAddress("::1", 7001));
    assertThat(PosixFilePermissions.toString(options.unixMode())).isEqualTo("rw-rw----");
  }

  @Test
  void shouldRefuseASocketPathThatTheSystemCannotHold() throws UsageException {
    String longest = "/" + "a".repeat(UnixSocketFile.MAX_BYTES - 1);

    assertThat(parse(Map.of(), "--worker-id=1", "--listen=unix:" + longest).listen()).hasSize(1);
    assertThatThrownBy(() -> parse(Map.of(), "--worker-id=1", "--listen=unix:" + longest + "b"))
        .hasMessage(
            "--listen: a socket's path has at most 106 bytes, this one 107: " + longest + "b");
  }

  @Test
  void shouldNeverCloseIdleConnectionsWhenTheirTimeIs0() throws UsageException {
    SidecarOptions options =
        parse(
            Map.of(),
            "--worker-id=1",
            "--idle-timeout=0",
            "--partial-timeout=5s",
            "--ready-lead=0");

    assertThat(options.limits().idle()).isEqualTo(Limits.NEVER);
    assertThat(options.limits().partial()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.readyLead()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --worker-idd 5          | unknown flag --worker-idd: did you mean --worker-id?
          --listn=a:1             | unknown flag --listn: did you mean --listen?
          --frobnicate            | unknown flag --frobnicate; --help lists what there is
          chek                    | unexpected argument chek: did you mean check?
          frobnicate              | unexpected argument frobnicate; --help lists what there is
          gte                     | unexpected argument gte: did you mean get?
          -                       | unknown flag -; --help lists what there is
          -wrker-id 5             | unknown flag -wrker-id: did you mean -worker-id?
          --worker-id             | --worker-id needs a value
          --worker-id 1024        | --worker-id must be 0 to 1023: 1024
          --worker-id -1          | --worker-id must be 0 to 1023: -1
          --worker-id x           | --worker-id must be 0 to 1023: x
          --worker-id 1 --worker-id 2 | --worker-id is given twice
          --worker-id 1 --lease /l    | --worker-id is for use without a lease: give one of both
          --lease /l              | --lease needs --pod-uid, the UID of the pod that it must name
          --allow-tmpfs=yes       | --allow-tmpfs takes no value
          --worker-id 1 --listen 11212 | --listen must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: 11212 (did you mean localhost:11212?)
          --worker-id 1 --listen /a.sock | --listen must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: /a.sock (did you mean unix:/a.sock?)
          --worker-id 1 --listen unix: | --listen must name a file after unix: such as unix:/run/kezuri.sock
          --worker-id 1 --listen [::1]:7,[0::1]:7 | --listen names [::1]:7 twice
          --worker-id 1 --listen localhost:70000 | --listen must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: 127.0.0.1:70000
          --worker-id 1 --unix-mode 0788 | --unix-mode must be an octal mode, 0000 to 0777: 0788
          --worker-id 1 --log-format xml | --log-format must be one of logfmt, json: xml
          --worker-id 1 --partial-timeout 0 | --partial-timeout must be longer than 0
          --worker-id 1 --listen a:b:1 | --listen must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: a:b:1
          --worker-id 1 --idle-timeout 5 | --idle-timeout must be a time such as 90s, 10m or 1h: 5 (did you mean 5s?)
          """)
  void shouldNameTheFlagWhenItIsWrong(String args, String message) {
    assertThatThrownBy(() -> parse(Map.of(), args.strip().split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void shouldNameTheVariableWhenItIsWrong() {
    assertThatThrownBy(() -> parse(Map.of("KEZURI_WORKER_ID", "9999")))
        .hasMessage("KEZURI_WORKER_ID must be 0 to 1023: 9999");
    assertThatThrownBy(() -> parse(Map.of()))
        .hasMessage("--worker-id is missing (or, in a pod, --pod-uid)");
  }
}
