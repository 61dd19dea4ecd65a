// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.local.kubelet.PodCommand.After;
import dev.kezuri.local.kubelet.PodCommand.Cleanup;
import dev.kezuri.local.kubelet.PodCommand.Kill;
import dev.kezuri.local.kubelet.PodCommand.Probe;
import dev.kezuri.local.kubelet.PodCommand.RefreshVolumes;
import dev.kezuri.local.kubelet.PodCommand.Report;
import dev.kezuri.local.kubelet.PodCommand.ReportAndDelete;
import dev.kezuri.local.kubelet.PodCommand.Start;
import dev.kezuri.local.kubelet.PodCommand.Term;
import dev.kezuri.local.kubelet.PodEvent.Ended;
import dev.kezuri.local.kubelet.PodEvent.KillDue;
import dev.kezuri.local.kubelet.PodEvent.RestartDue;
import dev.kezuri.local.kubelet.PodEvent.Settled;
import dev.kezuri.local.kubelet.PodState.Leaving;
import dev.kezuri.local.kubelet.PodState.Stage;
import dev.kezuri.local.kubelet.PodTraits.HttpGet;
import java.util.ArrayList;
import java.util.List;

/**
 * What a kubelet does with one pod: state and event in, state and commands out. Pure: no clock, no
 * process, no client. An event of an earlier process changes nothing.
 *
 * @param traits the pod's probes and grace period
 * @param timing the kubelet's
 */
public record PodMachine(PodTraits traits, KubeletTiming timing) {
  /** A new state, and what to do now, in this order. */
  public record Step(PodState state, List<PodCommand> commands) {}

  /** Returns what {@code event} changes. */
  public Step on(PodState s, PodEvent event) {
    return switch (event) {
      case PodEvent.Admitted _ when s.stage() == Stage.NEW ->
          step(s.starting(0), new RefreshVolumes(), new Report(), new Start(0));
      case PodEvent.ProcessStarted(int run, long atMs) when current(s, run, Stage.STARTING) ->
          processStarted(s.running(atMs));
      case PodEvent.Exited(int run, Ended how) when run == s.run() -> exited(s, how);
      case PodEvent.Probed(int run, ProbeKind kind, boolean ok)
          when current(s, run, Stage.RUNNING) ->
          probed(s, kind, ok);
      case RestartDue(int run) when current(s, run, Stage.BACK_OFF) ->
          step(s.starting(run + 1), new Start(run + 1));
      case KillDue(int run) when run == s.run() && s.hasProcess() -> step(s, new Kill());
      case PodEvent.MetadataChanged _
          when s.leaving() == Leaving.NO || s.leaving() == Leaving.FINISHED ->
          step(s, new RefreshVolumes());
      case PodEvent.ImageChanged _ when s.stage() == Stage.RUNNING -> restart(s);
      case PodEvent.AppsFinished _ when s.leaving() == Leaving.NO -> finished(s);
      case Settled _ when s.stage() == Stage.SETTLING -> step(s.at(Stage.ENDED), new Report());
      case PodEvent.DeleteAsked(long graceMs) when s.leaving() != Leaving.GONE ->
          deleted(s, graceMs);
      case PodEvent.ObjectGone(boolean seenLate) -> gone(s, seenLate);
      default -> step(s);
    };
  }

  private static boolean current(PodState s, int run, Stage stage) {
    return s.run() == run && s.stage() == stage;
  }

  private Step processStarted(PodState s) {
    if (traits.probes().containsKey(ProbeKind.STARTUP)) {
      return step(s, new Report(), first(s, ProbeKind.STARTUP));
    }
    return started(s);
  }

  private Step started(PodState s) {
    boolean readyAtOnce = !traits.probes().containsKey(ProbeKind.READINESS);
    PodState next = s.probed(true, readyAtOnce, 0, 0);
    List<PodCommand> commands = new ArrayList<>(List.of(new Report()));
    for (ProbeKind kind : List.of(ProbeKind.READINESS, ProbeKind.LIVENESS)) {
      if (traits.probes().containsKey(kind)) {
        commands.add(first(s, kind));
      }
    }
    return new Step(next, commands);
  }

  private Probe first(PodState s, ProbeKind kind) {
    return new Probe(s.run(), kind, traits.probes().get(kind).delayMs());
  }

  private Step probed(PodState s, ProbeKind kind, boolean ok) {
    HttpGet probe = traits.probes().get(kind);
    Probe again = new Probe(s.run(), kind, probe.periodMs());
    if (kind == ProbeKind.READINESS) {
      int unready = ok ? 0 : s.unready() + 1;
      boolean ready = ok || (s.ready() && unready < probe.failureThreshold());
      PodState next = s.probed(s.started(), ready, s.failures(), unready);
      return ready == s.ready() ? step(next, again) : step(next, new Report(), again);
    }
    if (ok) {
      return kind == ProbeKind.STARTUP
          ? started(s)
          : step(s.probed(s.started(), s.ready(), 0, s.unready()), again);
    }
    PodState next = s.probed(s.started(), s.ready(), s.failures() + 1, s.unready());
    return next.failures() < probe.failureThreshold() ? step(next, again) : restart(next);
  }

  private Step restart(PodState s) {
    return step(
        s.at(Stage.RESTARTING), new Term(), new After(traits.graceMs(), new KillDue(s.run())));
  }

  private Step exited(PodState s, Ended how) {
    return switch (s.leaving()) {
      case GONE -> step(s.ended(Stage.ENDED, s.crashes(), how), new Cleanup());
      case DELETED -> step(s.ended(Stage.ENDED, s.crashes(), how), new ReportAndDelete());
      case FINISHED ->
          step(
              s.ended(Stage.SETTLING, s.crashes(), how),
              new Report(),
              new After(timing.settleMs(), new Settled()));
      case NO -> {
        boolean steady = how.finishedAtMs() - how.startedAtMs() >= timing.steadyMs();
        int crashes = steady ? 1 : s.crashes() + 1;
        yield step(
            s.ended(Stage.BACK_OFF, crashes, how),
            new Report(),
            new After(timing.restartDelayMs(crashes), new RestartDue(s.run())));
      }
    };
  }

  private Step finished(PodState s) {
    if (!s.hasProcess()) {
      return step(
          s.leaving(Leaving.FINISHED, Stage.SETTLING),
          new Report(),
          new After(timing.settleMs(), new Settled()));
    }
    return step(
        s.leaving(Leaving.FINISHED, Stage.ENDING),
        new Report(),
        new Term(),
        new After(traits.graceMs(), new KillDue(s.run())));
  }

  private Step deleted(PodState s, long graceMs) {
    if (!s.hasProcess()) {
      return step(s.leaving(Leaving.DELETED, Stage.ENDED), new ReportAndDelete());
    }
    // A sidecar gets a moment of its own even where the grace period is shorter.
    After kill = new After(Math.max(graceMs, timing.forcedGraceMs()), new KillDue(s.run()));
    PodState next = s.leaving(Leaving.DELETED, Stage.ENDING);
    return s.stage() == Stage.RUNNING ? step(next, new Term(), kill) : step(next, kill);
  }

  private Step gone(PodState s, boolean seenLate) {
    if (!s.hasProcess()) {
      return step(s.leaving(Leaving.GONE, Stage.ENDED), new Cleanup());
    }
    PodState next = s.leaving(Leaving.GONE, Stage.ENDING);
    if (seenLate) {
      return step(next, new Kill());
    }
    After kill = new After(timing.forcedGraceMs(), new KillDue(s.run()));
    return s.stage() == Stage.RUNNING ? step(next, new Term(), kill) : step(next, kill);
  }

  private static Step step(PodState state, PodCommand... commands) {
    return new Step(state, List.of(commands));
  }
}
