// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.story.Oracle;
import dev.kezuri.id.IdLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All that the pods of one story wrote down, start by start, the first start first. */
record Draws(List<DrawLog> logs) {
  /** Reads a folder. */
  static Draws in(Path folder) {
    return read(files(folder, ""));
  }

  /** Reads files of starts, in this order. */
  static Draws read(List<Path> files) {
    List<DrawLog> logs = new ArrayList<>();
    try {
      for (Path file : files) {
        DrawLog log = DrawLog.read(file);
        if (!log.podUid().isEmpty()) {
          logs.add(log);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Draws(logs);
  }

  /** Returns the files of a pod, or of all for an empty UID, in the order of the starts. */
  static List<Path> files(Path folder, String podUid) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(podUid))
          .sorted(Comparator.comparingLong(Draws::startNs))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long startNs(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(name.lastIndexOf('.') + 1));
  }

  /** Returns the starts of one pod. */
  Draws of(String podUid) {
    return new Draws(logs.stream().filter(log -> log.podUid().equals(podUid)).toList());
  }

  /** Hands all of it to the oracle. */
  void tell(Oracle oracle) {
    logs.forEach(log -> oracle.drew(log.podUid(), log.ids()));
  }

  List<Long> ids() {
    return logs.stream().flatMap(log -> log.ids().stream()).toList();
  }

  /** Returns how many IDs there are, and how many of them had come before. */
  Count count() {
    Set<Long> seen = new HashSet<>();
    long all = 0;
    for (DrawLog log : logs) {
      for (long id : log.ids()) {
        seen.add(id);
        all++;
      }
    }
    return new Count(all, all - seen.size());
  }

  /** So many IDs, and so many of them more than once. */
  record Count(long ids, long duplicates) {}

  long longestRefusalMs() {
    return logs.stream()
        .flatMap(log -> log.refusals().stream())
        .mapToLong(DrawLog.Refused::ms)
        .max()
        .orElse(0);
  }

  /** Returns a sentence for each refusal. */
  List<String> refusals() {
    return logs.stream()
        .flatMap(
            log ->
                log.answers().stream()
                    .filter(DrawLog.Answer::refused)
                    .map(
                        answer ->
                            log.podName() + " at " + answer.askedMs() + ": " + answer.refusal()))
        .toList();
  }

  /**
   * Returns a sentence for each ID that is not above the one before it of its pod, which asks for
   * one after the other, or has another worker ID than the pod was told.
   */
  List<String> faults(IdLayout layout) {
    List<String> found = new ArrayList<>();
    Map<String, Long> last = new HashMap<>();
    for (DrawLog log : logs) {
      for (long id : log.ids()) {
        long before = last.getOrDefault(log.podUid(), -1L);
        if (id <= before) {
          found.add("%d of %s is not above %d before it".formatted(id, log.podName(), before));
        }
        if (!log.workerId().equals(Integer.toString(layout.decode(id).workerId()))) {
          found.add(
              "%d of %s is not of %s, its number".formatted(id, log.podName(), log.workerId()));
        }
        last.put(log.podUid(), id);
      }
    }
    return found;
  }
}
