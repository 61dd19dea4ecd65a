// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastWordsTest {
  private final LoopRig rig = new LoopRig();
  private final LastWords words = new LastWords();

  @Test
  void shouldBelieveAWatchThatSaysThatThePodIsDeleted() {
    Pod pod = resigned();

    words.hear(pod, false);

    assertThat(heard(pod)).isTrue();
  }

  @Test
  void shouldNotTakeAPodForGoneThatAListHasNotAndThatWaitedForItsNextTurn() {
    Pod pod = resigned();

    words.hear(pod, true);

    assertThat(heard(pod)).isFalse();
  }

  @Test
  void shouldRememberWhatAPodSaidOnItsWayOutWhenAListHasItNoMore() {
    Pod pod =
        new PodBuilder(resigned())
            .editMetadata()
            .withDeletionTimestamp("2026-11-23T08:00:00Z")
            .endMetadata()
            .build();

    words.hear(pod, true);

    assertThat(heard(pod)).isTrue();
  }

  private boolean heard(Pod pod) {
    return !words.of(Set.of(pod.getMetadata().getUid())).isEmpty();
  }

  /** It lives, and its sidecar has resigned and runs again. */
  private Pod resigned() {
    rig.pod("p");
    return rig.running("p", new Resignation(0, LoopRig.T0, 1, LoopRig.T0 + 5).message(), 0);
  }
}
