// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.local.kubelet.PodCommand.After;
import dev.kezuri.local.kubelet.PodCommand.Cleanup;
import dev.kezuri.local.kubelet.PodCommand.Kill;
import dev.kezuri.local.kubelet.PodCommand.Probe;
import dev.kezuri.local.kubelet.PodCommand.RefreshVolumes;
import dev.kezuri.local.kubelet.PodCommand.Report;
import dev.kezuri.local.kubelet.PodCommand.ReportAndDelete;
import dev.kezuri.local.kubelet.PodCommand.Start;
import dev.kezuri.local.kubelet.PodCommand.Term;
import dev.kezuri.local.kubelet.PodEvent.Admitted;
import dev.kezuri.local.kubelet.PodEvent.AppsFinished;
import dev.kezuri.local.kubelet.PodEvent.DeleteAsked;
import dev.kezuri.local.kubelet.PodEvent.Ended;
import dev.kezuri.local.kubelet.PodEvent.Exited;
import dev.kezuri.local.kubelet.PodEvent.ImageChanged;
import dev.kezuri.local.kubelet.PodEvent.KillDue;
import dev.kezuri.local.kubelet.PodEvent.MetadataChanged;
import dev.kezuri.local.kubelet.PodEvent.ObjectGone;
import dev.kezuri.local.kubelet.PodEvent.Probed;
import dev.kezuri.local.kubelet.PodEvent.ProcessStarted;
import dev.kezuri.local.kubelet.PodEvent.RestartDue;
import dev.kezuri.local.kubelet.PodEvent.Settled;
import dev.kezuri.local.kubelet.PodState.Stage;
import dev.kezuri.local.kubelet.PodTraits.HttpGet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodMachineTest {
  private static final KubeletTiming TIMING = KubeletTiming.REAL;
  private static final HttpGet EVERY_SECOND = new HttpGet("/x", 0, 1000, 1000, 3);
  private static final PodTraits PROBED =
      new PodTraits(
          30_000,
          Map.of(
              ProbeKind.STARTUP, EVERY_SECOND,
              ProbeKind.READINESS, EVERY_SECOND,
              ProbeKind.LIVENESS, EVERY_SECOND));

  private PodMachine machine = new PodMachine(PROBED, TIMING);
  private PodState state = PodState.NEW;

  @Test
  void shouldWriteTheLeaseBeforeTheSidecarStarts() {
    assertThat(on(new Admitted()))
        .containsExactly(new RefreshVolumes(), new Report(), new Start(0));
  }

  @Test
  void shouldReportApplicationsRunningOnceTheStartupProbeSucceeded() {
    on(new Admitted());

    assertThat(on(new ProcessStarted(0, 5)))
        .containsExactly(new Report(), new Probe(0, ProbeKind.STARTUP, 0));
    assertThat(on(new Probed(0, ProbeKind.STARTUP, false)))
        .containsExactly(new Probe(0, ProbeKind.STARTUP, 1000));
    assertThat(state.appsStarted()).isFalse();

    on(new Probed(0, ProbeKind.STARTUP, true));
    assertThat(state.appsStarted()).isTrue();
    assertThat(state.started()).isTrue();
    assertThat(state.ready()).isFalse();

    assertThat(on(new Probed(0, ProbeKind.READINESS, true))).contains(new Report());
    assertThat(state.ready()).isTrue();
  }

  @Test
  void shouldBeStartedAndReadyAtOnceWhenNothingIsProbed() {
    machine = new PodMachine(new PodTraits(30_000, Map.of()), TIMING);
    on(new Admitted());

    on(new ProcessStarted(0, 5));

    assertThat(state.ready()).isTrue();
    assertThat(state.appsStarted()).isTrue();
  }

  @Test
  void shouldBeUnreadyOnlyAfterAsManyFailuresAsTheProbeSays() {
    running();

    on(new Probed(0, ProbeKind.READINESS, false));
    on(new Probed(0, ProbeKind.READINESS, false));
    assertThat(state.ready()).isTrue();

    assertThat(on(new Probed(0, ProbeKind.READINESS, false))).contains(new Report());
    assertThat(state.ready()).isFalse();
    assertThat(state.stage()).isEqualTo(Stage.RUNNING);
  }

  @Test
  void shouldStartAgainWhenTheLivenessProbeFailed() {
    running();

    on(new Probed(0, ProbeKind.LIVENESS, false));
    on(new Probed(0, ProbeKind.LIVENESS, true));
    on(new Probed(0, ProbeKind.LIVENESS, false));
    assertThat(on(new Probed(0, ProbeKind.LIVENESS, false))).doesNotContain(new Term());
    assertThat(on(new Probed(0, ProbeKind.LIVENESS, false)))
        .containsExactly(new Term(), new After(30_000, new KillDue(0)));

    on(exit(0, 0));
    assertThat(on(new RestartDue(0))).containsExactly(new Start(1));
  }

  @Test
  void shouldDoubleTheBackOffFromTheSecondEndOn() {
    running();

    assertThat(delayAfterExit(0)).isEqualTo(900);
    startAgain(1);
    assertThat(delayAfterExit(1)).isEqualTo(10_000);
    startAgain(2);
    assertThat(delayAfterExit(2)).isEqualTo(20_000);
    startAgain(3);
    assertThat(delayAfterExit(3)).isEqualTo(40_000);
  }

  @Test
  void shouldForgetEndsWhenAProcessRanLong() {
    running();
    delayAfterExit(0);
    startAgain(1);

    assertThat(on(new Exited(1, new Ended(1, "", 0, TIMING.steadyMs()))))
        .contains(new After(900, new RestartDue(1)));
  }

  @Test
  void shouldReportTheEndAndThenDeleteWhenDeletedGracefully() {
    running();

    assertThat(on(new DeleteAsked(30_000)))
        .containsExactly(new Term(), new After(30_000, new KillDue(0)));
    assertThat(on(new MetadataChanged())).isEmpty();
    assertThat(on(new Exited(0, new Ended(0, "closed", 0, 9))))
        .containsExactly(new ReportAndDelete());
    assertThat(state.ended().orElseThrow().message()).isEqualTo("closed");
    assertThat(on(new ObjectGone(false))).containsExactly(new Cleanup());
  }

  @Test
  void shouldGiveTheSidecarTwoSecondsWhenTheGracePeriodIsShorter() {
    running();

    assertThat(on(new DeleteAsked(1000))).contains(new After(2000, new KillDue(0)));
    assertThat(on(new KillDue(0))).containsExactly(new Kill());
  }

  @Test
  void shouldTermAndKillWhenTheObjectIsGone() {
    running();

    assertThat(on(new ObjectGone(false)))
        .containsExactly(new Term(), new After(2000, new KillDue(0)));
    assertThat(on(exit(0, 137))).containsExactly(new Cleanup());
  }

  @Test
  void shouldKillAtOnceWhenTheObjectWentWhileTheKubeletWasAway() {
    running();

    assertThat(on(new ObjectGone(true))).containsExactly(new Kill());
  }

  @Test
  void shouldDeleteWithoutWaitingWhenNoProcessRuns() {
    running();
    on(exit(0, 1));

    assertThat(on(new DeleteAsked(30_000))).containsExactly(new ReportAndDelete());
    assertThat(on(new RestartDue(0))).isEmpty();
  }

  @Test
  void shouldSayTheEndFirstAndSucceededLaterWhenApplicationsFinish() {
    running();

    assertThat(on(new AppsFinished())).contains(new Report(), new Term());
    assertThat(on(exit(0, 0)))
        .containsExactly(new Report(), new After(TIMING.settleMs(), new Settled()));
    assertThat(state.stage()).isEqualTo(Stage.SETTLING);
    assertThat(on(new Settled())).containsExactly(new Report());
    assertThat(state.stage()).isEqualTo(Stage.ENDED);
    assertThat(on(new DeleteAsked(30_000))).containsExactly(new ReportAndDelete());
  }

  @Test
  void shouldStartJustTheSidecarAgainWhenItsImageChanges() {
    running();

    assertThat(on(new ImageChanged())).contains(new Term());
    assertThat(on(exit(0, 0))).contains(new After(900, new RestartDue(0)));
    assertThat(state.appsStarted()).isTrue();
    assertThat(state.ready()).isFalse();
  }

  @Test
  void shouldIgnoreWhatConcernsAnEarlierProcess() {
    running();
    on(exit(0, 1));
    startAgain(1);

    assertThat(on(new KillDue(0))).isEmpty();
    assertThat(on(exit(0, 1))).isEmpty();
    assertThat(on(new Probed(0, ProbeKind.STARTUP, true))).isEmpty();
    assertThat(state.started()).isFalse();
  }

  private void running() {
    on(new Admitted());
    on(new ProcessStarted(0, 0));
    on(new Probed(0, ProbeKind.STARTUP, true));
    on(new Probed(0, ProbeKind.READINESS, true));
    assertThat(state.ready()).isTrue();
  }

  private long delayAfterExit(int run) {
    return on(exit(run, 1)).stream()
        .filter(After.class::isInstance)
        .map(After.class::cast)
        .findFirst()
        .orElseThrow()
        .delayMs();
  }

  private void startAgain(int run) {
    on(new RestartDue(run - 1));
    on(new ProcessStarted(run, 0));
  }

  private static Exited exit(int run, int code) {
    return new Exited(run, new Ended(code, "", 0, 9));
  }

  private List<PodCommand> on(PodEvent event) {
    PodMachine.Step step = machine.on(state, event);
    state = step.state();
    return step.commands();
  }
}
