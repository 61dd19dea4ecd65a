// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.sidecar.log.LogFormat;
import dev.kezuri.sidecar.log.LogLevel;
import dev.kezuri.sidecar.server.Limits;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the sidecar was told, checked.
 *
 * @param workerId set if it serves without Kubernetes
 * @param lease the lease file; unused with a worker ID
 * @param podUid the pod whose leases it takes; empty with a worker ID
 * @param listen where IDs are issued, TCP or Unix sockets; must all be had
 * @param listenIfPossible where IDs are issued if the machine has it
 * @param unixMode the permissions of Unix sockets
 * @param adminListen where probes are answered; empty for nowhere
 * @param stateDir what must survive a restart
 * @param allowTmpfs whether the state folder may be in memory
 * @param terminationMessage where the last word goes; empty for nowhere
 * @param limits what a connection may take
 * @param readyLead how long before an unrenewed lease ends the sidecar is not ready any more
 * @param logFormat how lines on stderr are written
 * @param logLevel the least that is written
 */
public record SidecarOptions(
    OptionalInt workerId,
    Path lease,
    String podUid,
    List<SocketAddress> listen,
    List<InetSocketAddress> listenIfPossible,
    Set<PosixFilePermission> unixMode,
    Optional<InetSocketAddress> adminListen,
    Path stateDir,
    boolean allowTmpfs,
    Optional<Path> terminationMessage,
    Limits limits,
    Duration readyLead,
    LogFormat logFormat,
    LogLevel logLevel) {
  private static final int ADMIN_PORT = 11213;

  /** As long as a readiness probe of a usual period needs to take a pod out of its service. */
  private static final Duration READY_LEAD = Duration.ofMinutes(1);

  static SidecarOptions of(CommandLine line) throws UsageException {
    boolean standalone = isStandalone(line);
    if (!standalone && !line.has(Flag.POD_UID)) {
      throw new UsageException(
          line.has(Flag.LEASE)
              ? "--lease needs --pod-uid, the UID of the pod that it must name"
              : "--worker-id is missing (or, in a pod, --pod-uid)");
    }
    int workerId = Values.number(line, Flag.WORKER_ID, 0, IdLayout.DEFAULT.maxWorkerId(), -1);
    String admin = line.get(Flag.ADMIN_LISTEN, defaultAdmin(standalone));
    String message = standalone ? null : "/dev/termination-log";
    Addresses listen =
        Addresses.of(line.nameOf(Flag.LISTEN), line.get(Flag.LISTEN, Flag.LISTEN.otherwise()));
    return new SidecarOptions(
        standalone ? OptionalInt.of(workerId) : OptionalInt.empty(),
        Values.path(line, Flag.LEASE, Flag.LEASE.otherwise()),
        standalone ? "" : line.get(Flag.POD_UID),
        listen.all(),
        listen.ifPossible(),
        Values.mode(line, Flag.UNIX_MODE),
        admin.equals("off")
            ? Optional.empty()
            : Optional.of(Addresses.tcp(line.nameOf(Flag.ADMIN_LISTEN), admin)),
        Values.path(
            line, Flag.STATE_DIR, standalone ? defaultState(line, workerId) : "/kezuri/state"),
        Values.isTrue(line, Flag.ALLOW_TMPFS),
        Optional.ofNullable(Values.path(line, Flag.TERMINATION_MESSAGE, message)),
        limits(line),
        Values.time(line, Flag.READY_LEAD, READY_LEAD),
        Values.oneOf(line, Flag.LOG_FORMAT, LogFormat.class, LogFormat.LOGFMT),
        Values.oneOf(line, Flag.LOG_LEVEL, LogLevel.class, LogLevel.INFO));
  }

  Optional<InetSocketAddress> firstTcp() {
    return first(InetSocketAddress.class);
  }

  Optional<UnixDomainSocketAddress> firstUnix() {
    return first(UnixDomainSocketAddress.class);
  }

  private <T> Optional<T> first(Class<T> type) {
    for (SocketAddress address : listen) {
      if (type.isInstance(address)) {
        return Optional.of(type.cast(address));
      }
    }
    return Optional.empty();
  }

  private static Limits limits(CommandLine line) throws UsageException {
    Duration idle = Values.time(line, Flag.IDLE_TIMEOUT, Limits.DEFAULT.idle());
    return new Limits(
        Values.number(line, Flag.MAX_CONNECTIONS, 1, 1_000_000, Limits.DEFAULT.maxConnections()),
        idle.isZero() ? Limits.NEVER : idle,
        Values.positiveTime(line, Flag.PARTIAL_TIMEOUT, Limits.DEFAULT.partial()));
  }

  /**
   * Returns whether a worker ID was given. In pods KEZURI_WORKER_ID is set for the application: it
   * does not count where anything speaks of a lease.
   */
  private static boolean isStandalone(CommandLine line) throws UsageException {
    if (line.hasFlag(Flag.WORKER_ID)) {
      if (line.hasFlag(Flag.LEASE) || line.hasFlag(Flag.POD_UID)) {
        throw new UsageException(
            line.nameOf(Flag.WORKER_ID) + " is for use without a lease: give one of both");
      }
      return true;
    }
    return line.has(Flag.WORKER_ID) && !line.has(Flag.LEASE) && !line.has(Flag.POD_UID);
  }

  private static String defaultAdmin(boolean standalone) {
    return (standalone ? "127.0.0.1:" : "0.0.0.0:") + ADMIN_PORT;
  }

  private static String defaultState(CommandLine line, int workerId) {
    String base = line.variable("XDG_STATE_HOME");
    if (base == null || base.isEmpty()) {
      String home = line.variable("HOME");
      base = (home == null ? "." : home) + "/.local/state";
    }
    return base + "/kezuri/" + workerId;
  }
}
