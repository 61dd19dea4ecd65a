// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every ID drawn in one story, with the UID of the pod that gave it; safe for many threads. */
public final class IdJournal {
  /** An ID and who gave it. */
  public record Drawn(String podUid, long id) {}

  private final List<Drawn> drawn = new ArrayList<>();

  synchronized void addAll(String podUid, List<Long> ids) {
    for (long id : ids) {
      drawn.add(new Drawn(podUid, id));
    }
  }

  synchronized List<Drawn> all() {
    return List.copyOf(drawn);
  }

  /** Returns a sentence for each ID that was given twice. */
  List<String> duplicates() {
    List<Drawn> sorted = all().stream().sorted(Comparator.comparingLong(Drawn::id)).toList();
    List<String> found = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      Drawn one = sorted.get(i - 1);
      Drawn other = sorted.get(i);
      if (one.id() == other.id()) {
        found.add("ID " + one.id() + " given by " + one.podUid() + " and by " + other.podUid());
      }
    }
    return found;
  }
}
