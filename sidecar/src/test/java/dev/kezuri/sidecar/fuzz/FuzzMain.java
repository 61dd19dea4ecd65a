// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import dev.kezuri.issue.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Fuzzes the connection handler in this process, for a time: {@code FuzzMain TRANSCRIPTS OUT
 * SECONDS SEED [CASES]}. A finding is printed with its seed, and its bytes are written to OUT as a
 * transcript; exit code 1. {@code SEED} with one case plays that finding again.
 */
public final class FuzzMain {
  /** Enough to see what is wrong; the rest is likely more of the same. */
  private static final int MOST_FINDINGS = 10;

  private FuzzMain() {}

  /** Runs until the time is up, or the cases are. */
  public static void main(String[] args) throws IOException {
    Generator generator = new Generator(Path.of(args[0]));
    Path out = Path.of(args[1]);
    long endNs = now() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
    long seed = Long.parseLong(args[3]);
    long cases = args.length > 4 ? Long.parseLong(args[4]) : Long.MAX_VALUE;
    Tally tally = new Tally();
    while (tally.cases < cases && now() < endNs && tally.findings < MOST_FINDINGS) {
      tally.add(generator, seed + tally.cases, out);
    }
    System.out.println(tally.line(seed));
    System.exit(tally.findings == 0 ? 0 : 1);
  }

  private static long now() {
    return TimeSource.SYSTEM.monotonicNs();
  }

  private static final class Tally {
    private long cases;
    private long bytes;
    private long ids;
    private long closed;
    private int findings;

    void add(Generator generator, long seed, Path out) throws IOException {
      byte[] sent = generator.make(seed);
      cases++;
      bytes += sent.length;
      try {
        Player.Seen seen = Oracle.check(sent, seed);
        ids += seen.issued();
        closed += seen.closedEarly() ? 1 : 0;
      } catch (RuntimeException | Error failure) {
        findings++;
        String why = failure.toString();
        Files.createDirectories(out);
        Path file = out.resolve("finding-" + seed + ".txt");
        Files.writeString(file, Finding.transcript(sent, seed, why), StandardCharsets.US_ASCII);
        System.out.println("FINDING seed " + seed + ": " + why + "; its bytes: " + file);
        for (int i = 0; i < Math.min(6, failure.getStackTrace().length); i++) {
          System.out.println("    at " + failure.getStackTrace()[i]);
        }
      }
    }

    String line(long seed) {
      return cases
          + " cases, "
          + bytes
          + " bytes, "
          + ids
          + " IDs, "
          + closed
          + " closed by the server, "
          + findings
          + " findings, seeds from "
          + seed;
    }
  }
}
