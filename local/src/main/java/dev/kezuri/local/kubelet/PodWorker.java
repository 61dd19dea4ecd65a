// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.local.kubelet.PodEvent.Ended;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pod on its node: feeds {@link PodMachine} its events in order, and does what it says. */
final class PodWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);

  /** What a shell says of a command that cannot be started. */
  private static final int CANNOT_START = 128;

  private final Node node;
  private final PodMachine machine;
  private final PodFolder folder;
  private final PortAllocator.Ports ports;
  private final StatusReporter reporter;
  private final Instant admitted;
  private final BlockingQueue<PodEvent> events = new LinkedBlockingQueue<>();
  private volatile Pod pod;
  private volatile SidecarProcess process;
  private volatile boolean loseMessage;
  private PodState state = PodState.NEW;

  PodWorker(Node node, Pod pod) {
    this.node = node;
    this.pod = pod;
    this.machine =
        new PodMachine(
            PodTraits.of(
                pod.getSpec().getTerminationGracePeriodSeconds(),
                sidecar(pod).orElseThrow(),
                node.options().timing()),
            node.options().timing());
    this.folder = new PodFolder(node.options().folder(), pod);
    this.ports = node.options().ports().take();
    this.reporter = new StatusReporter(node, pod);
    this.admitted = node.time().instant();
    Thread.ofVirtual().name("pod-" + pod.getMetadata().getName()).start(this::run);
  }

  /** Returns the sidecar's container, wherever the pod has it. */
  static Optional<Container> sidecar(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(c -> c.getName().equals(MetadataKeys.SIDECAR_CONTAINER))
        .findFirst();
  }

  void offer(PodEvent event) {
    events.add(event);
  }

  /** Takes the object's newer version; events tell the machine what of it counts. */
  void update(Pod newer) {
    pod = newer;
  }

  Pod pod() {
    return pod;
  }

  PodFolder folder() {
    return folder;
  }

  PortAllocator.Ports ports() {
    return ports;
  }

  Optional<SidecarProcess> process() {
    return Optional.ofNullable(process);
  }

  void loseMessage() {
    loseMessage = true;
  }

  /** Ends the status writer; the machine is not asked any more. */
  void close() {
    reporter.close();
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        PodEvent event = events.take();
        node.pause().await();
        goesOn = !node.closed() && handle(event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("pod {} is not looked after any more", pod.getMetadata().getName(), e);
    }
  }

  private boolean handle(PodEvent first) {
    Deque<PodEvent> due = new ArrayDeque<>(List.of(first));
    while (!due.isEmpty()) {
      PodMachine.Step step = machine.on(state, due.remove());
      state = step.state();
      for (PodCommand command : step.commands()) {
        if (command instanceof PodCommand.Cleanup) {
          cleanup();
          return false;
        }
        execute(command).ifPresent(due::add);
      }
    }
    return true;
  }

  private Optional<PodEvent> execute(PodCommand command) {
    switch (command) {
      case PodCommand.Start(int run) -> {
        return Optional.of(start(run));
      }
      case PodCommand.Term _ -> process().ifPresent(SidecarProcess::term);
      case PodCommand.Kill _ -> process().ifPresent(SidecarProcess::kill);
      case PodCommand.After(long delayMs, PodEvent event) ->
          node.after(delayMs, () -> offer(event));
      case PodCommand.Probe probe ->
          node.after(probe.delayMs(), () -> Thread.ofVirtual().start(() -> probe(probe)));
      case PodCommand.RefreshVolumes _ -> refresh();
      case PodCommand.Report _ -> report(false);
      case PodCommand.ReportAndDelete _ -> report(true);
      case PodCommand.Cleanup _ -> throw new IllegalStateException("handled before");
    }
    return Optional.empty();
  }

  private PodEvent start(int run) {
    Instant now = node.time().instant();
    Pod current = pod;
    Container sidecar = sidecar(current).orElseThrow();
    try {
      folder.refresh(current);
      folder.clearMessage();
      var env = ContainerEnv.of(current, sidecar, folder, ports);
      env.putAll(node.options().env());
      List<String> command = node.options().command().apply(sidecar.getImage());
      SidecarProcess started = SidecarProcess.start(command, env, folder.path(), folder.log());
      process = started;
      var _ = started.ended().thenAccept(code -> offer(exited(run, code, now)));
      return new PodEvent.ProcessStarted(run, now.toEpochMilli());
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("sidecar of {} cannot be started", current.getMetadata().getName(), e);
      return new PodEvent.Exited(
          run, new Ended(CANNOT_START, e.getMessage(), now.toEpochMilli(), now.toEpochMilli()));
    }
  }

  private PodEvent exited(int run, int code, Instant startedAt) {
    String message = loseMessage ? "" : folder.readMessage();
    loseMessage = false;
    return new PodEvent.Exited(
        run, new Ended(code, message, startedAt.toEpochMilli(), node.time().millis()));
  }

  private void probe(PodCommand.Probe probe) {
    PodTraits.HttpGet get = machine.traits().probes().get(probe.kind());
    boolean ok = HttpProbe.ok(ports.admin(), get.path(), get.timeoutMs());
    offer(new PodEvent.Probed(probe.run(), probe.kind(), ok));
  }

  private void refresh() {
    try {
      folder.refresh(pod);
    } catch (IOException e) {
      LOG.warn("volumes of {} not refreshed", pod.getMetadata().getName(), e);
    }
  }

  private void report(boolean thenDelete) {
    reporter.report(PodStatusFactory.of(pod, state, admitted, node.time().instant()), thenDelete);
  }

  private void cleanup() {
    close();
    folder.remove();
    node.options().ports().release(ports);
    node.forget(this);
  }
}
