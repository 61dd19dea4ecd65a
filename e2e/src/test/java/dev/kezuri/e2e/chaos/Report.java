// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param faults how often each was done
 * @param ids how many IDs were drawn and compared
 * @param pods how many pods there were
 * @param windows how many windows the ledger gave
 * @param refusals how often a pod that had served refused, and served again
 * @param longest the longest of these
 * @param duplicates IDs given twice
 * @param broken a sentence for each invariant that was broken
 */
public record Report(
    Map<String, Integer> faults,
    long ids,
    int pods,
    int windows,
    int refusals,
    Optional<Refusal> longest,
    DuplicateSearch.Found duplicates,
    List<String> broken) {

  /** Without an ID or a fault nothing was tried, and nothing is proven. */
  public boolean good() {
    return duplicates.count() == 0 && broken.isEmpty() && ids > 0 && faultCount() > 0;
  }

  private int faultCount() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Prints it; the last line tells the least. */
  public void print(PrintStream out, double minutes, long seed) {
    out.println();
    faults.forEach((name, count) -> out.printf(Locale.ROOT, "%6d  %s%n", count, name));
    out.printf(Locale.ROOT, "%d pods, %d windows, %d refusals%n", pods, windows, refusals);
    longest.ifPresent(
        one ->
            out.printf(
                Locale.ROOT,
                "longest refusal of a pod that served again: %.1f s, %s: %s%n",
                one.length().toMillis() / 1e3,
                one.pod(),
                one.lastWords()));
    duplicates.some().forEach(id -> out.println("given twice: " + id));
    broken.forEach(sentence -> out.println("broken: " + sentence));
    out.printf(
        Locale.ROOT,
        "minutes %s, seed %d, IDs %d, faults %d, duplicates %d, invariants broken %d%n",
        minutes == Math.rint(minutes) ? Long.toString((long) minutes) : Double.toString(minutes),
        seed,
        ids,
        faultCount(),
        duplicates.count(),
        broken.size());
  }
}
