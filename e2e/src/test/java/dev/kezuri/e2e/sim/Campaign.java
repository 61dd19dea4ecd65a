// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Many worlds, some at a time, and their sums. */
final class Campaign {
  private static final double DAY_MS = 86_400_000.0;
  private static final long TELL_EVERY_NS = 30_000_000_000L;

  private final long firstSeed;
  private final long seeds;
  private final boolean small;
  private final long podDays;
  private final Path resume;
  private final int threads;
  private final boolean failFast;
  private final long startedNs = System.nanoTime();
  private long next;
  private final SortedMap<Long, Result> ahead = new TreeMap<>();
  private Sums sums = Sums.ZERO;
  private Throwable failure;
  private long lastTold;
  private boolean seenBroken;

  Campaign(
      long firstSeed,
      long seeds,
      boolean small,
      long podDays,
      Path resume,
      int threads,
      boolean failFast) {
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.small = small;
    this.podDays = podDays;
    this.resume = resume;
    this.threads = threads;
    this.failFast = failFast;
  }

  /**
   * Reads what is remembered, and writes it back: hours later it would be too late to say that it
   * cannot be written.
   *
   * @throws IllegalArgumentException if the file is of other worlds, or of something else
   */
  void begin() throws IOException {
    if (resume != null && Files.exists(resume)) {
      sums = read(Files.readAllLines(resume));
    }
    try {
      save();
    } catch (IOException e) {
      throw new IOException(resume + " cannot be written: " + e, e);
    }
  }

  void run() throws InterruptedException {
    next = firstSeed + sums.seeds();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          Thread.ofVirtual().uncaughtExceptionHandler((_, e) -> failed(e)).start(this::work));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    if (failure != null) {
      throw new IllegalStateException("the simulation itself has failed", failure);
    }
    saveOrSay();
    System.out.println(sums.line());
  }

  private synchronized void failed(Throwable e) {
    failure = e;
  }

  boolean isGood() {
    return sums.broken() == 0;
  }

  synchronized Sums sums() {
    return sums;
  }

  private void work() {
    for (long seed = take(); seed >= 0; seed = take()) {
      count(Result.of(Scenario.of(seed, small), Trace.NONE));
    }
  }

  private synchronized long take() {
    if (failure != null || (failFast && seenBroken)) {
      return -1;
    }
    boolean more = podDays > 0 ? sums.podDays() < podDays : next < firstSeed + seeds;
    return more ? next++ : -1;
  }

  /** Sums up in the order of seeds: what is remembered is all of the seeds before some seed. */
  synchronized void count(Result result) {
    ahead.put(result.seed(), result);
    while (!ahead.isEmpty() && ahead.firstKey() == firstSeed + sums.seeds()) {
      sums = sums.plus(ahead.remove(ahead.firstKey()));
    }
    if (!result.isGood()) {
      seenBroken = true;
      tell(result);
    }
    long now = (System.nanoTime() - startedNs) / TELL_EVERY_NS;
    if (now > lastTold) {
      lastTold = now;
      System.out.println(sums.line());
      saveOrSay();
    }
  }

  private void tell(Result result) {
    System.out.println("seed " + result.seed() + " is broken: " + result.broken().getFirst());
    if (failFast) {
      return;
    }
    Scenario shortest = new Shrinker(Campaign::isGood).shrink(Scenario.of(result.seed(), small));
    System.out.println("  shape " + shortest.shape());
    shortest.faults().forEach(fault -> System.out.println("  " + fault));
    Shrinker.shortTrace(shortest).forEach(line -> System.out.println("  " + line));
    System.out.println(
        "  all of it: e2e/simulate.sh --seed "
            + result.seed()
            + (small ? " --small" : "")
            + " --trace");
  }

  private static boolean isGood(Scenario scenario) {
    return Result.of(scenario, Trace.NONE).isGood();
  }

  private void saveOrSay() {
    try {
      save();
    } catch (IOException e) {
      System.err.println("simulate.sh: " + resume + " is not written: " + e);
    }
  }

  /** As a whole or not at all: a run that is killed goes on from the file as it was before. */
  private void save() throws IOException {
    if (resume != null) {
      Path whole = resume.resolveSibling(resume.getFileName() + ".new");
      Files.writeString(whole, sums.exactLine() + "\n" + worlds() + "\n");
      Files.move(whole, resume, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private String worlds() {
    return (small ? "small" : "long") + " worlds from seed " + firstSeed;
  }

  private Sums read(List<String> lines) {
    if (lines.size() != 2 || !lines.getLast().equals(worlds())) {
      throw new IllegalArgumentException(
          resume
              + " is not of "
              + worlds()
              + ": call it with the --seed and --small it was begun with, or name another file");
    }
    return Sums.parse(lines.getFirst());
  }

  /** What many worlds came to. */
  record Sums(long seeds, double podDays, long ids, long faults, long duplicates, long broken) {
    static final Sums ZERO = new Sums(0, 0, 0, 0, 0, 0);

    Sums plus(Result one) {
      return new Sums(
          seeds + 1,
          podDays + one.podMs() / DAY_MS,
          ids + one.ids(),
          faults + one.faults(),
          duplicates + one.duplicates(),
          broken + one.broken().size());
    }

    String line() {
      return line(1);
    }

    /** As {@link #line}, and nothing is lost however often a run is resumed. */
    String exactLine() {
      return line(9);
    }

    private String line(int digits) {
      return String.format(
          Locale.ROOT,
          "seeds %d, pod-days %."
              + digits
              + "f, IDs %d, faults %d, duplicates %d, invariants broken %d",
          seeds,
          podDays,
          ids,
          faults,
          duplicates,
          broken);
    }

    static Sums parse(String line) {
      String[] parts = line.strip().split(", ");
      if (parts.length != 6) {
        throw new IllegalArgumentException("no sums: " + line);
      }
      double[] numbers = new double[parts.length];
      for (int i = 0; i < parts.length; i++) {
        numbers[i] = Double.parseDouble(parts[i].substring(parts[i].lastIndexOf(' ') + 1));
      }
      return new Sums(
          (long) numbers[0],
          numbers[1],
          (long) numbers[2],
          (long) numbers[3],
          (long) numbers[4],
          (long) numbers[5]);
    }
  }
}
