// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.sidecar.server.Limits;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the sidecar was told, checked.
 *
 * @param workerId set if it serves without Kubernetes
 * @param lease the lease file; unused with a worker ID
 * @param podUid the pod whose leases it takes; empty with a worker ID
 * @param listen where IDs are issued; must all be had
 * @param listenIfPossible where IDs are issued if the machine has it
 * @param adminListen where probes are answered; empty for nowhere
 * @param stateDir what must survive a restart
 * @param allowTmpfs whether the state folder may be in memory
 * @param terminationMessage where the last word goes; empty for nowhere
 * @param limits what a connection may take
 */
public record SidecarOptions(
    OptionalInt workerId,
    Path lease,
    String podUid,
    List<InetSocketAddress> listen,
    List<InetSocketAddress> listenIfPossible,
    Optional<InetSocketAddress> adminListen,
    Path stateDir,
    boolean allowTmpfs,
    Optional<Path> terminationMessage,
    Limits limits) {
  private static final int PORT = 11212;
  private static final int ADMIN_PORT = 11213;

  static SidecarOptions of(CommandLine line, Map<String, String> env) throws UsageException {
    boolean standalone = isStandalone(line);
    if (!standalone && !line.has(Flag.POD_UID)) {
      throw new UsageException(
          line.has(Flag.LEASE)
              ? "--lease needs --pod-uid, the UID of the pod that it must name"
              : "--worker-id is missing (or, in a pod, --pod-uid)");
    }
    int workerId = line.number(Flag.WORKER_ID, 0, IdLayout.DEFAULT.maxWorkerId(), -1);
    String admin = line.get(Flag.ADMIN_LISTEN, defaultAdmin(standalone));
    String message = standalone ? null : "/dev/termination-log";
    boolean listenGiven = line.has(Flag.LISTEN);
    return new SidecarOptions(
        standalone ? OptionalInt.of(workerId) : OptionalInt.empty(),
        path(line, Flag.LEASE, "/kezuri/lease/lease.json"),
        standalone ? "" : line.get(Flag.POD_UID),
        List.of(address(line, Flag.LISTEN, line.get(Flag.LISTEN, "127.0.0.1:" + PORT))),
        listenGiven ? List.of() : List.of(new InetSocketAddress("::1", PORT)),
        admin.equals("off")
            ? Optional.empty()
            : Optional.of(address(line, Flag.ADMIN_LISTEN, admin)),
        path(line, Flag.STATE_DIR, standalone ? defaultState(env, workerId) : "/kezuri/state"),
        isTrue(line, Flag.ALLOW_TMPFS),
        Optional.ofNullable(path(line, Flag.TERMINATION_MESSAGE, message)),
        new Limits(
            line.number(Flag.MAX_CONNECTIONS, 1, 1_000_000, Limits.DEFAULT.maxConnections()),
            duration(line, Flag.IDLE_TIMEOUT, Limits.DEFAULT.idle()),
            Limits.DEFAULT.partial()));
  }

  /**
   * Returns whether a worker ID was given. In pods KEZURI_WORKER_ID is set for the application: it
   * does not count where anything speaks of a lease.
   */
  private static boolean isStandalone(CommandLine line) throws UsageException {
    if (line.hasFlag(Flag.WORKER_ID)) {
      if (line.hasFlag(Flag.LEASE) || line.hasFlag(Flag.POD_UID)) {
        throw new UsageException("--worker-id is for use without a lease: give one of both");
      }
      return true;
    }
    return line.has(Flag.WORKER_ID) && !line.has(Flag.LEASE) && !line.has(Flag.POD_UID);
  }

  private static String defaultAdmin(boolean standalone) {
    return (standalone ? "127.0.0.1:" : "0.0.0.0:") + ADMIN_PORT;
  }

  private static String defaultState(Map<String, String> env, int workerId) {
    String base = env.get("XDG_STATE_HOME");
    if (base == null || base.isEmpty()) {
      base = env.getOrDefault("HOME", ".") + "/.local/state";
    }
    return base + "/kezuri/" + workerId;
  }

  private static boolean isTrue(CommandLine line, Flag flag) throws UsageException {
    String value = line.get(flag, "false");
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new UsageException(flag.env() + " must be true or false: " + value);
    };
  }

  private static Path path(CommandLine line, Flag flag, String otherwise) throws UsageException {
    String text = line.get(flag, otherwise);
    try {
      return text == null ? null : Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new UsageException(line.nameOf(flag) + " is no path: " + text);
    }
  }

  private static InetSocketAddress address(CommandLine line, Flag flag, String text)
      throws UsageException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      host = "";
    }
    int port = -1;
    try {
      port = Integer.parseInt(text.substring(colon + 1));
    } catch (NumberFormatException e) {
      // Said below.
    }
    if (host.isEmpty() || port < 0 || port > 65535) {
      throw new UsageException(
          line.nameOf(flag) + " must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: " + text);
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UsageException(line.nameOf(flag) + ": no such host: " + host);
    }
    return address;
  }

  private static Duration duration(CommandLine line, Flag flag, Duration otherwise)
      throws UsageException {
    String text = line.get(flag);
    if (text == null) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse("PT" + text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (java.time.format.DateTimeParseException e) {
      // Said below.
    }
    throw new UsageException(line.nameOf(flag) + " must be a time such as 90s, 10m or 1h: " + text);
  }
}
