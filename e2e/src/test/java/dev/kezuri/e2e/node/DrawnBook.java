// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.chaos.IdLog;
import dev.kezuri.e2e.chaos.Refusal;
import dev.kezuri.e2e.chaos.Report;
import dev.kezuri.e2e.chaos.Tally;
import dev.kezuri.e2e.chaos.Verdict;
import dev.kezuri.id.IdLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the pods of a long run wrote down, pod by pod: all of it need not fit in memory. */
final class DrawnBook {
  private final Room room;
  private final Map<Integer, String> uids = new HashMap<>();

  DrawnBook(Room room) {
    this.room = room;
  }

  /** Judges all of it. */
  Report report(Tally tally) throws IOException {
    Path folder = room.place().folder();
    try (IdLog log = new IdLog(folder.resolve("drawn"))) {
      for (String uid : pods()) {
        add(uid, log, tally);
      }
      return new Verdict(
              room.oracle().ledger(),
              room.oracle().announcements(),
              room.place().kubeconfig(),
              log,
              uids)
          .report(tally, folder);
    }
  }

  /** Files are called by UID and time. */
  private TreeSet<String> pods() {
    TreeSet<String> found = new TreeSet<>();
    for (Path file : Draws.files(room.ids(), "")) {
      String name = file.getFileName().toString();
      found.add(name.substring(0, name.lastIndexOf('.')));
    }
    return found;
  }

  private void add(String uid, IdLog log, Tally tally) throws IOException {
    int number = uids.size();
    uids.put(number, uid);
    Draws draws = Draws.read(Draws.files(room.ids(), uid));
    draws.faults(IdLayout.DEFAULT).forEach(tally::broken);
    for (DrawLog one : draws.logs()) {
      for (DrawLog.Answer answer : one.answers()) {
        log.add(answer.askedMs(), number, answer.ids());
      }
      refusals(one).forEach(tally::refusal);
    }
  }

  /** Of a pod that served again: the rest of one's life is no refusal. */
  private static List<Refusal> refusals(DrawLog log) {
    return log.refusals().stream()
        .filter(DrawLog.Refused::ended)
        .map(span -> new Refusal(log.podName(), Duration.ofMillis(span.ms()), span.words()))
        .toList();
  }
}
