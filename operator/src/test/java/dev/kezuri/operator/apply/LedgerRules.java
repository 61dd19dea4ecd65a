// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import java.util.List;
import java.util.Optional;

/** The CRD's rules on a WorkerId's status, for a cluster in memory. */
final class LedgerRules {
  private LedgerRules() {}

  /** Returns what is wrong with replacing {@code old}, which may be null, by {@code next}. */
  static Optional<String> broken(WorkerIdStatus old, WorkerIdStatus next) {
    if (next == null) {
      return old == null ? Optional.empty() : Optional.of("the ledger cannot be erased");
    }
    HeldWindow window = next.window();
    if (window != null && window.notBefore().compareTo(window.notAfter()) >= 0) {
      return Optional.of("notBefore must be before notAfter");
    }
    if (old == null) {
      return window == null ? Optional.empty() : Optional.of("a new window needs a floor");
    }
    if (next.floor().compareTo(old.floor()) < 0) {
      return Optional.of("floor never goes back");
    }
    if (old.window() != null && window == null) {
      return released(old, next) ? Optional.empty() : Optional.of("not a release");
    }
    if (!next.history().equals(old.history())) {
      return Optional.of("history changes on a release only");
    }
    if (old.window() != null && !grown(old.window(), window)) {
      return Optional.of("a window and its turn only grow, and only for its holder");
    }
    if (old.window() == null && window != null && window.notBefore().compareTo(next.floor()) < 0) {
      return Optional.of("a new window starts at floor or later");
    }
    return Optional.empty();
  }

  private static boolean grown(HeldWindow old, HeldWindow next) {
    return old.podUid().equals(next.podUid())
        && old.notBefore().equals(next.notBefore())
        && next.notAfter().compareTo(old.notAfter()) >= 0
        && next.turn() >= old.turn();
  }

  private static boolean released(WorkerIdStatus old, WorkerIdStatus next) {
    List<PastWindow> history = next.history();
    if (history.isEmpty() || history.size() < old.history().size()) {
      return false;
    }
    PastWindow last = history.getFirst();
    int end = last.notAfter().compareTo(old.window().notAfter());
    return last.podUid().equals(old.window().podUid())
        && last.notBefore().equals(old.window().notBefore())
        && last.notAfter().compareTo(old.window().notBefore()) > 0
        && (last.end() == PastWindow.End.GRACEFUL ? end <= 0 : end == 0)
        && next.floor().compareTo(last.notAfter()) >= 0
        && history.subList(1, history.size()).equals(old.history().subList(0, history.size() - 1));
  }
}
