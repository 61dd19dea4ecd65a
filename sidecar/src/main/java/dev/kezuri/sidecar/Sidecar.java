// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.sidecar.admin.AdminServer;
import dev.kezuri.sidecar.binary.BinaryProtocol;
import dev.kezuri.sidecar.http.IdPages;
import dev.kezuri.sidecar.log.LogLines;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.server.BindFailedException;
import dev.kezuri.sidecar.server.ConnectionGuard;
import dev.kezuri.sidecar.server.IdServer;
import dev.kezuri.sidecar.server.Protocols;
import dev.kezuri.sidecar.server.Transport;
import dev.kezuri.sidecar.text.TextProtocol;
import dev.kezuri.sidecar.wire.WireLoop;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Logger;

/** A sidecar, wired: listens first, so that whoever asks is told why there is no ID yet. */
final class Sidecar {
  private static final Logger LOG = Logger.getLogger(Sidecar.class.getName());

  private final SidecarOptions options;
  private final Transport transport;
  private final IdServer server;
  private final LeaseIntake intake;
  private final Shutdown shutdown;
  private final Optional<LeaseWatcher> watcher;
  private final SidecarStatus status;
  private final ReadyLead lead;
  private final Consumer<String> readyLine;
  private boolean ready;
  private final List<SocketAddress> addresses = new ArrayList<>();
  private Optional<InetSocketAddress> adminAddress = Optional.empty();

  Sidecar(
      SidecarOptions options,
      StateFolder state,
      TimeSource time,
      Exit exit,
      Consumer<String> readyLine) {
    this.options = options;
    this.readyLine = readyLine;
    transport = Transport.open();
    Executor disk =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("disk").factory());
    WakeUp wakeUp = new WakeUp(transport.loop());
    IdIssuer issuer = new IdIssuer(time, state, disk, wakeUp);
    LastWord lastWord = new LastWord(options.terminationMessage());
    boolean standalone = options.workerId().isPresent();
    intake = new LeaseIntake(issuer, state, lastWord, exit, time, standalone, this::adopted);
    SidecarMetrics metrics = new SidecarMetrics(time::monotonicNs);
    lead = new ReadyLead(options.readyLead(), issuer, time);
    status = new SidecarStatus(options, issuer, intake, lead, metrics, time);
    WireLoop wire =
        new WireLoop(
            new IssuerIds(issuer, intake::reason),
            metrics,
            new Protocols(
                new TextProtocol(status, Version.TEXT),
                new BinaryProtocol(status, Version.TEXT),
                new IdPages(status, Version.TEXT)));
    wakeUp.wire = wire;
    ConnectionGuard guard = new ConnectionGuard(time::monotonicNs, options.limits(), metrics);
    server = new IdServer(transport, wire, guard, metrics);
    watcher =
        standalone
            ? Optional.empty()
            : Optional.of(
                new LeaseWatcher(new LeaseFile(options.lease(), options.podUid()), intake));
    shutdown = new Shutdown(server, watcher, intake, exit);
  }

  /** Hands the disk's wake-up over to the event loop. */
  private static final class WakeUp implements Runnable {
    private final Executor loop;
    private volatile WireLoop wire;

    WakeUp(Executor loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      loop.execute(wire::wake);
    }
  }

  Shutdown shutdown() {
    return shutdown;
  }

  /** Listens, and begins to take leases. */
  void start() throws BindFailedException {
    for (SocketAddress address : options.listen()) {
      addresses.add(listen(address));
    }
    for (InetSocketAddress address : options.listenIfPossible()) {
      try {
        addresses.add(server.listen(address));
      } catch (BindFailedException e) {
        if (e.isInUse()) {
          throw e; // clients that try it first would get something else's answers
        }
        LOG.info("event=not_listening why=" + LogLines.quoted(e.getMessage()));
      }
    }
    if (options.adminListen().isPresent()) {
      adminAddress = Optional.of(listenAdmin(options.adminListen().get()));
    }
    LOG.info("event=listening version=" + Version.TEXT + " io=" + transport.name() + where());
    watcher.ifPresent(LeaseWatcher::start);
    options.workerId().ifPresent(id -> intake.offer(Lease.standalone(id, IdLayout.DEFAULT)));
  }

  private SocketAddress listen(SocketAddress address) throws BindFailedException {
    if (address instanceof UnixDomainSocketAddress unix) {
      server.listen(unix, options.unixMode());
      return unix;
    }
    return server.listen((InetSocketAddress) address);
  }

  /** Stops listening, however the process ends: a socket file would stay. */
  void stopListening() {
    server.stopListening();
  }

  private InetSocketAddress listenAdmin(InetSocketAddress address) throws BindFailedException {
    ChannelFuture bound =
        new AdminServer(status::page, options.stateDir())
            .listen(transport.group(), transport.serverChannel(), address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new BindFailedException(address, bound.cause());
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  private void adopted(Lease lease) {
    lead.adopted(lease);
    if (!ready) {
      ready = true;
      readyLine.accept(describe(lease));
    }
  }

  private String where() {
    StringJoiner listening = new StringJoiner(",");
    for (SocketAddress address : addresses) {
      listening.add(BindFailedException.text(address));
    }
    return " listen="
        + listening
        + " admin="
        + adminAddress.map(BindFailedException::text).orElse("off");
  }

  private String describe(Lease lease) {
    IdLayout layout = lease.layout();
    return "ready version="
        + Version.TEXT
        + " generator="
        + lease.generator()
        + " worker_id="
        + lease.workerId()
        + " turn="
        + lease.turn()
        + " layout="
        + layout.timestampBits()
        + "/"
        + layout.workerBits()
        + "/"
        + layout.sequenceBits()
        + " epoch="
        + UtcMillis.format(layout.epochMs())
        + " not_before="
        + UtcMillis.format(lease.window().notBeforeMs())
        + " not_after="
        + UtcMillis.format(lease.window().notAfterMs())
        + where();
  }
}
