// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.Announcements;
import dev.kezuri.e2e.story.IdJournal.Drawn;
import dev.kezuri.e2e.story.LedgerWitness;
import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what was drawn and written against the guarantee. */
public final class Verdict {
  /** The IDs of one pod, one worker ID and one minute: the first and the last stand for all. */
  private record Stretch(int pod, int workerId, long minute) {}

  private static final class Ends {
    private long first = Long.MAX_VALUE;
    private long last;

    void add(long id) {
      first = Math.min(first, id);
      last = Math.max(last, id);
    }
  }

  private static final long MINUTE_MS = 60_000;

  private final LedgerWitness ledger;
  private final Announcements announcements;
  private final Path kubeconfig;
  private final IdLog log;
  private final Map<Integer, String> uids;

  /**
   * Judges what two witnesses have seen.
   *
   * @param kubeconfig an administrator's
   * @param log all that was drawn
   * @param uids those of all pods there ever were, by their numbers in {@code log}
   */
  public Verdict(
      LedgerWitness ledger,
      Announcements announcements,
      Path kubeconfig,
      IdLog log,
      Map<Integer, String> uids) {
    this.ledger = ledger;
    this.announcements = announcements;
    this.kubeconfig = kubeconfig;
    this.log = log;
    this.uids = Map.copyOf(uids);
  }

  /** Returns what came of it; {@code folder} is for files that are gone afterwards. */
  public Report report(Tally tally, Path folder) throws IOException {
    DuplicateSearch.Found duplicates = DuplicateSearch.in(log, folder.resolve("parts"));
    List<String> broken = new ArrayList<>(tally.broken());
    broken.addAll(broken());
    return new Report(
        tally.faults(),
        log.count(),
        uids.size(),
        ledger.grants(),
        tally.refusals(),
        tally.longest(),
        duplicates,
        broken);
  }

  /** Returns a sentence for all but duplicates that must not be. */
  private List<String> broken() throws IOException {
    List<String> found = new ArrayList<>();
    announcements.lookNow();
    add(found, "windows overlap", ledger.overlaps());
    add(found, "a write broke a rule", ledger.brokenRules());
    add(found, "an ID is outside its window", ledger.outside(IdLayout.DEFAULT, ends()));
    add(found, "two windows for a pod", announcements.seen().changed());
    add(found, "a lease is not in the ledger", ledger.unfounded(announcements.seen().all()));
    KubectlKezuri audit = KubectlKezuri.run(kubeconfig, "audit", "-A");
    if (audit.code() != 0) {
      found.add("kubectl kezuri audit: " + audit.said());
    }
    return found;
  }

  private static void add(List<String> found, String what, List<String> sentences) {
    sentences.forEach(sentence -> found.add(what + ": " + sentence));
  }

  private List<Drawn> ends() throws IOException {
    Map<Stretch, Ends> stretches = new HashMap<>();
    log.forEach(
        (askedMs, pod, id) -> {
          DecodedId decoded = IdLayout.DEFAULT.decode(id);
          Stretch stretch = new Stretch(pod, decoded.workerId(), decoded.timestampMs() / MINUTE_MS);
          stretches.computeIfAbsent(stretch, key -> new Ends()).add(id);
        });
    List<Drawn> drawn = new ArrayList<>();
    stretches.forEach(
        (stretch, ends) -> {
          drawn.add(new Drawn(uids.get(stretch.pod()), ends.first));
          drawn.add(new Drawn(uids.get(stretch.pod()), ends.last));
        });
    return drawn;
  }
}
