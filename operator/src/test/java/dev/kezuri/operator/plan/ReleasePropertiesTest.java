// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static dev.kezuri.operator.plan.Expected.forAll;
import static dev.kezuri.operator.plan.Expected.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which windows end, where, and which do not, whatever was seen. */
class ReleasePropertiesTest {
  @Test
  void shouldNeverReleaseTheWindowThatALivingPodUses() {
    forAll(
        seen -> {
          for (Action.Release release : only(Action.Release.class, seen)) {
            Slot before = Expected.before(seen, release.slot().id());
            Held held = before.held().orElseThrow();
            Optional<ObservedPod> living =
                seen.pods().stream()
                    .filter(pod -> pod.uid().equals(held.podUid()))
                    .filter(pod -> Expected.lives(pod, seen))
                    .findFirst();
            living.ifPresent(pod -> assertThat(toldOfAnother(pod, before)).isTrue());
            if (Expected.ended(release).end() == Past.End.LOST) {
              assertThat(held.window().notAfterMs()).isLessThanOrEqualTo(seen.nowMs());
              assertThat(
                      living.isPresent()
                          || seen.confirmedGone().contains(held.podUid())
                          || toldOfAnother(seen, before))
                  .isTrue();
            } else {
              Window window = held.window();
              long endMs = Expected.lastWordMs(before, seen).orElseThrow() + 1;
              assertThat(Expected.ended(release).window().notAfterMs())
                  .isEqualTo(Math.clamp(endMs, window.notBeforeMs() + 1, window.notAfterMs()));
            }
          }
        });
  }

  @Test
  void shouldEndEachWindowThatRanOutAndThatNobodyUses() {
    forAll(
        seen -> {
          for (Slot slot : seen.slots()) {
            boolean over =
                slot.held().filter(h -> h.window().notAfterMs() <= seen.nowMs()).isPresent()
                    && !seen.safeguards().contains(Safeguard.CLOCK_SKEW);
            if (over
                && (toldOfAnother(seen, slot)
                    || seen.confirmedGone().contains(slot.held().orElseThrow().podUid()))) {
              assertThat(only(Action.Release.class, seen))
                  .anyMatch(release -> release.slot().id() == slot.id());
            }
          }
        });
  }

  private static boolean toldOfAnother(Observation seen, Slot slot) {
    String uid = slot.held().orElseThrow().podUid();
    return seen.pods().stream().anyMatch(pod -> pod.uid().equals(uid) && toldOfAnother(pod, slot));
  }

  private static boolean toldOfAnother(ObservedPod pod, Slot slot) {
    Optional<Lease> told = pod.lease();
    if (told.isEmpty()) {
      return false;
    }
    Lease lease = told.get();
    return lease.podUid().equals(pod.uid())
        && (lease.workerId() != slot.id()
            || lease.window().notBeforeMs() != slot.held().orElseThrow().window().notBeforeMs());
  }

  @Test
  void shouldKeepAsManyPastHoldersAsAskedForAndDropOneAtMost() {
    forAll(
        seen -> {
          for (Action.Release release : only(Action.Release.class, seen)) {
            int before = Expected.before(seen, release.slot().id()).history().size();
            int kept = Math.max(before, Math.min(before + 1, seen.terms().history()));
            assertThat(release.slot().history()).hasSize(kept);
          }
        });
  }

  @Test
  void shouldDoNothingAboutAWindowWhosePodIsOnlyMissing() {
    forAll(
        seen -> {
          Set<String> known = new HashSet<>(seen.confirmedGone());
          known.addAll(seen.lastWords().keySet());
          seen.pods().forEach(pod -> known.add(pod.uid()));
          for (Action.Release release : only(Action.Release.class, seen)) {
            assertThat(known).contains(Expected.ended(release).podUid());
          }
          assertThat(only(Action.Extend.class, seen)).allMatch(a -> known.contains(a.pod().uid()));
        });
  }
}
