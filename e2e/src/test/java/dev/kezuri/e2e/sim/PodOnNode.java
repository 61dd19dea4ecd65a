// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.issue.SimulatedDisk;
import dev.kezuri.local.kubelet.KubeletTiming;
import dev.kezuri.local.kubelet.PodCommand;
import dev.kezuri.local.kubelet.PodEvent;
import dev.kezuri.local.kubelet.PodMachine;
import dev.kezuri.local.kubelet.PodState;
import dev.kezuri.local.kubelet.PodStatusFactory;
import dev.kezuri.local.kubelet.PodTraits;
import dev.kezuri.local.kubelet.ProbeKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pod on its node: feeds the process kubelet's real machine its events, and does what it says
 * to a simulated process, disk and API server.
 */
final class PodOnNode {
  private static final Map<ProbeKind, PodTraits.HttpGet> PROBES =
      Map.of(ProbeKind.STARTUP, new PodTraits.HttpGet("/startupz", 0, 1_000, 1_000, 60));

  private final Node node;
  private final World world;
  private final Dice dice;
  private final String uid;
  private final PodMachine machine;
  private final SimulatedDisk disk;
  private final Instant admitted;
  private final List<Sidecar> lingering = new ArrayList<>();
  private final Deque<PodEvent> held = new ArrayDeque<>();
  private final StatusReports reports;
  private PodState state = PodState.NEW;
  private Pod pod;
  private String leaseFile;
  private Sidecar process;
  private boolean gone;
  private boolean loseMessage;
  private boolean lingers;
  private boolean rotten;
  private long lingerMs;
  private long diskDelayMs;
  private long busyUntilMs;

  PodOnNode(Node node, Pod pod) {
    this.node = node;
    this.world = node.world();
    this.pod = pod;
    this.uid = pod.getMetadata().getUid();
    this.dice = world.dice().of(uid + " on " + node.name() + node.images());
    this.disk = new SimulatedDisk(dice.any());
    this.admitted = Instant.ofEpochMilli(world.nowMs());
    this.reports = new StatusReports(this, dice.of("reports"));
    Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
    this.machine =
        new PodMachine(
            new PodTraits(1000 * (grace == null ? 30 : grace), PROBES), KubeletTiming.REAL);
  }

  World world() {
    return world;
  }

  Node node() {
    return node;
  }

  String uid() {
    return uid;
  }

  Pod pod() {
    return pod;
  }

  SimulatedDisk disk() {
    return disk;
  }

  String leaseFile() {
    return leaseFile;
  }

  /** Returns whether what the pod was told is from before its sidecar had started. */
  boolean inTurn0() {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String lease = annotations == null ? null : annotations.get(MetadataKeys.ANNOTATION_LEASE);
    return lease != null && lease.contains("\"turn\":0");
  }

  Optional<Sidecar> process() {
    return Optional.ofNullable(process).filter(Sidecar::isAlive);
  }

  /** The kubelet has a newer copy of the object. */
  void update(Pod newer) {
    pod = newer;
  }

  /** Hands the machine an event, once the kubelet works. */
  void offer(PodEvent event) {
    if (!node.kubeletUp()) {
      held.add(event);
    } else if (!gone) {
      handle(event);
    }
  }

  /** The kubelet works again. */
  void goOn() {
    while (!held.isEmpty() && node.kubeletUp() && !gone) {
      handle(held.remove());
    }
    reports.send();
  }

  private PodStatus status() {
    return PodStatusFactory.of(pod, state, admitted, Instant.ofEpochMilli(world.nowMs()));
  }

  /** The object is gone, with the kubelet's consent. */
  void forgotten() {
    gone = true;
    node.forget(this);
  }

  private void handle(PodEvent first) {
    PodMachine.Step step = machine.on(state, first);
    state = step.state();
    for (PodCommand command : step.commands()) {
      execute(command);
    }
  }

  private void execute(PodCommand command) {
    switch (command) {
      case PodCommand.Start(int run) -> start(run);
      case PodCommand.Term _ -> process().ifPresent(Sidecar::term);
      case PodCommand.Kill _ -> kill();
      case PodCommand.After(long delayMs, PodEvent event) ->
          node.after(delayMs, () -> offer(event));
      case PodCommand.Probe probe -> node.after(probe.delayMs(), () -> probe(probe));
      case PodCommand.RefreshVolumes _ -> refreshSoon();
      case PodCommand.Report _ -> reports.write(status(), false);
      case PodCommand.ReportAndDelete _ -> reports.write(status(), true);
      case PodCommand.Cleanup _ -> forgotten();
    }
  }

  private void start(int run) {
    refresh();
    process = new Sidecar(this, run);
    node.after(0, () -> offer(new PodEvent.ProcessStarted(run, world.nowMs())));
  }

  private void kill() {
    if (lingers && process().isPresent()) {
      // The runtime has lost sight of it: for the kubelet it is dead.
      lingers = false;
      Sidecar lost = process;
      process = null;
      world.trace(() -> uid + "/" + state.run() + " lingers");
      lingering.add(lost);
      node.after(lingerMs, lost::kill);
      tell(state.run(), 137, lost.message(), world.nowMs());
    } else {
      process().ifPresent(Sidecar::kill);
    }
  }

  /** A process of this pod has ended. */
  void ended(Sidecar which, int run, int code, long startedMs) {
    if (which == process) {
      tell(run, code, which.message(), startedMs);
    }
  }

  private void tell(int run, int code, String said, long startedMs) {
    String message = loseMessage ? "" : said;
    loseMessage = false;
    PodEvent.Ended how = new PodEvent.Ended(code, message, startedMs, world.nowMs());
    node.after(dice.span(10, 800), () -> offer(new PodEvent.Exited(run, how)));
  }

  private void probe(PodCommand.Probe probe) {
    boolean ok = process().filter(Sidecar::isStarted).isPresent();
    offer(new PodEvent.Probed(probe.run(), probe.kind(), ok));
  }

  private void refreshSoon() {
    long readyMs = Math.max(world.nowMs() + dice.span(10, 700), busyUntilMs);
    node.after(
        readyMs - world.nowMs(),
        () -> {
          if (node.kubeletUp() && !gone && state.leaving() == PodState.Leaving.NO) {
            refresh();
          }
        });
  }

  private void refresh() {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String lease = annotations == null ? null : annotations.get(MetadataKeys.ANNOTATION_LEASE);
    leaseFile = lease == null ? "" : lease;
    process().ifPresent(Sidecar::lookSoon);
  }

  /** All its processes end without a word, and what was not synced is lost. */
  void powerCut() {
    process().ifPresent(Sidecar::kill);
    disk.cutPower();
  }

  /** The node is no longer: nothing of it is left. */
  void vanish() {
    gone = true;
    Sidecar last = process;
    process = null;
    if (last != null) {
      last.kill();
    }
  }

  /** Nothing slows it down any more, and no process that was lost sight of is left. */
  void heal() {
    diskDelayMs = 0;
    lingers = false;
    lingering.forEach(Sidecar::kill);
    busyUntilMs = 0;
    refreshSoon();
    goOn();
  }

  void loseNextMessage() {
    loseMessage = true;
  }

  void lingerNextKill(long ms) {
    lingers = true;
    lingerMs = ms;
  }

  /** SIGTERM for the sidecar alone, as a liveness probe or a new image has it. */
  void restartSidecar() {
    offer(new PodEvent.ImageChanged());
  }

  void oom() {
    if (lingers) {
      kill();
    } else {
      process().ifPresent(Sidecar::kill);
    }
  }

  /** One byte of the state file flips while nobody has the folder; the next process sees it. */
  void rot(Dice dice) {
    if (!rotten && process().isEmpty()) {
      rotten = disk.flip("state", dice.below(1 << 20));
    }
  }

  void slowDisk(long ms) {
    diskDelayMs = ms;
  }

  long diskDelayMs() {
    return diskDelayMs;
  }

  /** A postStart hook or the like keeps the pod's worker busy. */
  void busy(long ms) {
    busyUntilMs = world.nowMs() + ms;
  }

  void finish() {
    offer(new PodEvent.AppsFinished());
  }
}
