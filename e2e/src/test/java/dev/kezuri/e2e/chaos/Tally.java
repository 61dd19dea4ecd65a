// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was done, and what was seen. Safe for many threads. */
public final class Tally {
  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();
  private Refusal longest;
  private int refusals;

  synchronized void fault(String name) {
    faults.merge(name, 1, Integer::sum);
  }

  /** Notes a sentence about what must not be. */
  public synchronized void broken(String sentence) {
    broken.add(sentence);
  }

  /** Notes a time without IDs that has ended. */
  public synchronized void refusal(Refusal ended) {
    refusals++;
    if (longest == null || ended.length().compareTo(longest.length()) > 0) {
      longest = ended;
    }
  }

  synchronized Map<String, Integer> faults() {
    return new TreeMap<>(faults);
  }

  synchronized int faultCount() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized List<String> broken() {
    return List.copyOf(broken);
  }

  synchronized Optional<Refusal> longest() {
    return Optional.ofNullable(longest);
  }

  synchronized int refusals() {
    return refusals;
  }

  /** What a thread of a run does. */
  interface Work {
    void run() throws Exception;
  }

  /** Starts a thread that must not end by an exception: it would be one less, and nobody saw. */
  Thread start(String name, Work work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (Exception | Error e) {
                broken("the thread " + name + " ended: " + e);
              }
            });
  }
}
