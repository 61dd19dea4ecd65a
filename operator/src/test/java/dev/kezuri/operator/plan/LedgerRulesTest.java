// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The same writes, in the same order, that the CRD's own table sends to a real API server. */
class LedgerRulesTest {
  private static final String START =
      "a new window starts at floor or later, on a worker ID that has one";
  private static final String GROW =
      "a window and its turn only grow, and only for its holder; release it first";
  private static final String FLOOR = "floor never goes back";
  private static final String RELEASE =
      "a release adds the window to history and raises floor to its end; only a Graceful end may be"
          + " earlier";
  private static final String HISTORY =
      "history changes on a release only: one more at its head, at most the last one dropped";

  private Slot now = slot(OptionalLong.empty(), Optional.empty(), List.of());

  private static long time(String text) {
    return UtcMillis.parse("2026-11-" + text.replace(' ', 'T') + ":00.000Z");
  }

  private static Slot slot(OptionalLong floor, Optional<Held> held, List<Past> history) {
    return new Slot(1, "v", IdLayout.DEFAULT, floor, held, history);
  }

  private static Slot free(String floor, Past... history) {
    return slot(OptionalLong.of(time(floor)), Optional.empty(), List.of(history));
  }

  private static Slot held(String floor, Held held, Past... history) {
    return slot(OptionalLong.of(time(floor)), Optional.of(held), List.of(history));
  }

  private static Held by(String pod, String from, String to, int turn) {
    return new Held(APod.uid(pod), pod, "", turn, new Window(time(from), time(to)));
  }

  private static Past past(String pod, String from, String to, Past.End end) {
    return new Past(APod.uid(pod), pod, "", new Window(time(from), time(to)), end);
  }

  private static Past graceful(String pod, String from, String to) {
    return past(pod, from, to, Past.End.GRACEFUL);
  }

  private static Past lost(String pod, String from, String to) {
    return past(pod, from, to, Past.End.LOST);
  }

  private void accepted(Slot after) {
    assertThat(LedgerRules.broken(now, after)).isEmpty();
    now = after;
  }

  private void refused(String message, Slot after) {
    assertThat(LedgerRules.broken(now, after)).contains(message);
  }

  @Test
  void shouldLetAWindowStartAtTheFloorOnly() {
    refused(START, held("23 07:00", by("a", "23 08:00", "24 08:00", 0)));
    accepted(free("23 07:00"));
    refused(START, held("23 07:00", by("a", "23 06:59", "24 08:00", 0)));
    refused(START, held("23 09:00", by("a", "23 08:00", "24 08:00", 0)));
    accepted(held("23 07:00", by("a", "23 08:00", "24 08:00", 0)));
  }

  @Test
  void shouldLetAWindowOnlyGrowAndOnlyForItsHolder() {
    now = held("23 07:00", by("a", "23 08:00", "24 08:00", 0));
    refused(GROW, held("23 07:00", by("b", "23 08:00", "24 08:00", 0)));
    refused(GROW, held("23 07:00", by("b", "24 08:00", "25 08:00", 0)));
    refused(GROW, held("23 07:00", by("a", "23 08:00", "24 07:00", 0)));
    refused(GROW, held("23 07:00", by("a", "23 09:00", "24 08:00", 0)));
    refused(GROW, held("23 07:00", by("a", "23 07:30", "24 08:00", 0)));
    accepted(held("23 07:00", by("a", "23 08:00", "24 16:00", 1)));
    refused(GROW, held("23 07:00", by("a", "23 08:00", "24 16:00", 0)));
    accepted(held("23 07:00", by("a", "23 08:00", "24 16:00", 2)));
    refused(GROW, held("23 07:00", by("b", "23 08:00", "24 16:00", 3)));
    accepted(held("26 00:00", by("a", "23 08:00", "24 16:00", 2)));
    accepted(held("26 00:00", by("a", "23 08:00", "25 16:00", 2)));
    refused(FLOOR, held("25 00:00", by("a", "23 08:00", "25 16:00", 2)));
  }

  @Test
  void shouldEndAWindowByATrueEntryOfItsHistory() {
    Held a = by("a", "23 08:00", "25 16:00", 2);
    now = held("23 07:00", a);
    refused(RELEASE, free("26 00:00"));
    refused(RELEASE, free("26 00:00", lost("b", "23 08:00", "25 16:00")));
    refused(RELEASE, free("26 00:00", lost("a", "23 08:00", "23 09:00")));
    refused(RELEASE, free("26 00:00", lost("a", "23 07:00", "25 16:00")));
    refused(RELEASE, free("26 00:00", graceful("a", "23 08:00", "25 16:01")));
    refused(RELEASE, free("23 08:59", graceful("a", "23 08:00", "23 09:00")));
    refused(HISTORY, held("23 07:00", a, lost("a", "23 08:00", "25 16:00")));
    accepted(free("26 00:00", graceful("a", "23 08:00", "23 09:00")));
    refused(START, held("26 00:00", by("b", "24 09:00", "25 09:00", 0), now.history().getFirst()));
  }

  @Test
  void shouldKeepTheHistoryAsItIsSaveForTheLastEntry() {
    Past first = graceful("a", "23 08:00", "23 09:00");
    Past second = lost("b", "26 00:00", "27 00:00");
    now = free("26 00:00", first);
    refused(HISTORY, held("26 00:00", by("b", "26 00:00", "27 00:00", 0)));
    refused(HISTORY, free("26 00:00"));
    accepted(held("26 00:00", by("b", "26 00:00", "27 00:00", 0), first));
    refused(HISTORY, free("27 00:00", second, graceful("a", "23 08:00", "23 09:01")));
    refused(RELEASE, free("26 00:00", second, first));
    accepted(free("27 00:00", second, first));
    accepted(held("27 00:00", by("a", "27 00:00", "28 00:00", 0), second, first));
    Past third = graceful("a", "27 00:00", "27 01:00");
    refused(HISTORY, free("27 01:00", third));
    refused(HISTORY, free("27 01:00", third, third, second, first));
    accepted(free("27 01:00", third, second));
  }

  @Test
  void shouldKeepTheLedgerAndItsSpec() {
    now = free("23 07:00");
    refused("the ledger cannot be erased", slot(OptionalLong.empty(), Optional.empty(), List.of()));
    IdLayout other = new IdLayout(0, 41, 10, 12);
    refused(
        "spec is immutable", new Slot(1, "v", other, now.floorMs(), Optional.empty(), List.of()));
    refused(
        "spec is immutable",
        new Slot(2, "v", now.layout(), now.floorMs(), Optional.empty(), List.of()));
    Past one = lost("a", "23 08:00", "23 09:00");
    refused(
        "status.history: Too many",
        slot(now.floorMs(), Optional.empty(), Collections.nCopies(101, one)));
    refused(
        "status.window.turn: should be greater than or equal to 0",
        held("23 07:00", by("a", "23 08:00", "23 09:00", -1)));
  }

  @Test
  void shouldNeedAFloorBesideAnythingElse() {
    Held a = by("a", "23 08:00", "24 08:00", 0);
    refused("status.floor: Required value", slot(OptionalLong.empty(), Optional.of(a), List.of()));
  }
}
