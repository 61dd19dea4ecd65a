// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.IdJournal.Drawn;
import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what was drawn and written against the guarantee. */
final class Verdict {
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

  private final Rig rig;
  private final Path folder;
  private final Map<Integer, String> uids;

  /** Judges {@code rig}; {@code uids} are those of all pods there ever were, by number. */
  Verdict(Rig rig, Path folder, Map<Integer, String> uids) {
    this.rig = rig;
    this.folder = folder;
    this.uids = Map.copyOf(uids);
  }

  /** Returns what was given twice. */
  DuplicateSearch.Found duplicates() throws IOException {
    return DuplicateSearch.in(rig.log(), folder.resolve("parts"));
  }

  /** Returns a sentence for all else that must not be. */
  List<String> broken() throws IOException {
    List<String> found = new ArrayList<>();
    rig.announcements().lookNow();
    add(found, "windows overlap", rig.ledger().overlaps());
    add(found, "a write broke a rule", rig.ledger().brokenRules());
    add(found, "an ID is outside its window", rig.ledger().outside(IdLayout.DEFAULT, ends()));
    add(found, "two windows for a pod", rig.announcements().seen().changed());
    add(
        found,
        "a lease is not in the ledger",
        rig.ledger().unfounded(rig.announcements().seen().all()));
    KubectlKezuri audit = KubectlKezuri.run(rig.plane().kubeconfig().orElseThrow(), "audit", "-A");
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
    rig.log()
        .forEach(
            (askedMs, pod, id) -> {
              DecodedId decoded = IdLayout.DEFAULT.decode(id);
              Stretch stretch =
                  new Stretch(pod, decoded.workerId(), decoded.timestampMs() / MINUTE_MS);
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
