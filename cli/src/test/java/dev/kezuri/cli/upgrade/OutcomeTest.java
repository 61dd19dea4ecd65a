// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import static dev.kezuri.cli.upgrade.SidecarsOnTrial.NEW;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.ready;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.restarted;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.serving;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.turn;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static Step changed(Pod before) {
    return Step.of(Candidate.of(before), NEW);
  }

  private static Outcome of(Pod before, Pod now) {
    return Outcome.of(changed(before), Optional.of(Candidate.of(now)));
  }

  @Test
  void shouldBeBackOnlyWhenStartedAgainReadyAndInItsNextTurn() {
    Pod before = serving("a");

    assertThat(of(before, turn(restarted(serving("a")), 2))).isEqualTo(Outcome.BACK);
    assertThat(of(before, restarted(serving("a")))).as("turn").isEqualTo(Outcome.WAITS);
    assertThat(of(before, turn(ready(restarted(serving("a")), false), 2)))
        .as("ready")
        .isEqualTo(Outcome.WAITS);
    Pod oldProcess = turn(serving("a"), 2);
    oldProcess.getSpec().getInitContainers().getFirst().setImage(NEW);
    assertThat(of(before, oldProcess)).as("restarted").isEqualTo(Outcome.WAITS);
  }

  @Test
  void shouldAskForNoNextTurnWhereNoProcessHadOneToClose() {
    Pod stuck = waiting(serving("a"), "ImagePullBackOff");
    stuck.getSpec().getInitContainers().getFirst().setImage("typo:1");

    assertThat(of(stuck, restarted(serving("a")))).isEqualTo(Outcome.BACK);
    assertThat(of(stuck, waiting(serving("a"), "PodInitializing"))).isEqualTo(Outcome.WAITS);
  }

  @Test
  void shouldWaitForTheKubeletToHaveSeenTheChange() {
    Pod now = turn(restarted(serving("a")), 2);
    now.getMetadata().setGeneration(3L);
    now.getStatus().setObservedGeneration(2L);
    assertThat(of(serving("a"), now)).isEqualTo(Outcome.WAITS);
  }

  @Test
  void shouldNotWaitForAPodThatGoesOrForAnotherOfItsName() {
    Step step = changed(serving("a"));
    Pod going = restarted(serving("a"));
    going.getMetadata().setDeletionTimestamp("2026-11-23T11:00:00Z");
    Pod next = turn(restarted(serving("a")), 2);
    next.getMetadata().setUid("another");

    assertThat(Outcome.of(step, Optional.empty())).isEqualTo(Outcome.GONE);
    assertThat(Outcome.of(step, Optional.of(Candidate.of(going)))).isEqualTo(Outcome.GONE);
    assertThat(Outcome.of(step, Optional.of(Candidate.of(next)))).isEqualTo(Outcome.GONE);
  }

  @Test
  void shouldSeeThatSomebodyElseChangedIt() {
    Pod now = turn(restarted(serving("a")), 2);
    now.getSpec().getInitContainers().getFirst().setImage("other:1");
    assertThat(of(serving("a"), now)).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void shouldSayWhatTheSidecarDoesAndTheWaysOut() {
    Pod stuck = waiting(serving("a"), "ErrImagePull");
    assertThat(Trouble.of(changed(serving("a")), Candidate.of(stuck), 120))
        .isEqualTo(
            "shop/a did not come back with kezuri-sidecar:0.1.1 within 120 s: its sidecar waits:"
                + " ErrImagePull. See kubectl kezuri why a -n shop; give --image"
                + " kezuri-sidecar:0.1.0 to put the old image back, or delete the pod, whose"
                + " successor gets what the injection gives");
    assertThat(Trouble.of(changed(serving("a")), Candidate.of(restarted(serving("a"))), 120))
        .contains("its next turn is not announced: does the operator work?");
    assertThat(Trouble.of(changed(serving("a")), Candidate.of(serving("a")), 120))
        .contains("the kubelet of node n1 has not started its sidecar again");
  }
}
