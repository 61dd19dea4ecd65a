// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulation, in short; {@code e2e/simulate.sh} has as much of it as one likes. */
class SimulationTest {
  private static final long SEED = 2;

  @BeforeAll
  static void silence() {
    SimulateMain.silence();
  }

  private static List<Scenario> worlds() {
    return LongStream.rangeClosed(1, 20).mapToObj(Scenario::of).toList();
  }

  @Test
  void shouldKeepTheGuarantee() {
    // When
    List<Result> results = worlds().stream().map(world -> Result.of(world, Trace.NONE)).toList();

    // Then
    assertThat(results).filteredOn(result -> !result.isGood()).isEmpty();
    double podDays = results.stream().mapToLong(Result::podMs).sum() / 86_400_000.0;
    long ids = results.stream().mapToLong(Result::ids).sum();
    assertThat(ids / podDays).as("IDs a pod-day").isGreaterThan(100);
  }

  @Test
  void shouldMakeTheSameTraceOfTheSameSeedInAnotherProcess() throws IOException {
    // Given
    ProcessBuilder other =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            SimulateMain.class.getName(),
            "--seed",
            Long.toString(SEED),
            "--trace");
    other.redirectError(ProcessBuilder.Redirect.DISCARD);

    // When
    Process process = other.start();
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String here = Shrinker.trace(Scenario.of(SEED));

    // Then
    assertThat(here).contains("FAULT");
    assertThat(there).isEqualTo(here);
  }

  /** Its WorkerIds lose their status while an IdGenerator of another layout is there. */
  @Test
  void shouldShareNoNumberWhenAConflictHidThatTheLedgerWasLost() {
    // Given
    Scenario world =
        Scenario.of(1364, true)
            .with(
                List.of(
                    new Fault(1_697_216, Fault.Kind.GENERATOR_AGAIN, 4485251683416379155L),
                    new Fault(1_830_991, Fault.Kind.DELETE_POD, -4620690633032663240L),
                    new Fault(2_097_337, Fault.Kind.STATUS_LOST, -3496531335780183058L)));

    // When
    String trace = Shrinker.trace(world);

    // Then
    assertThat(trace)
        .containsSubsequence(
            "Stalled Conflict",
            "objects are restored without status",
            "made generator",
            "Restored",
            "fenced until")
        .doesNotContain("BROKEN");
  }

  @Test
  void shouldServeEveryPodWhereNothingGoesWrong() {
    // When
    List<Result> results =
        worlds().stream().map(world -> Result.of(world.with(List.of()), Trace.NONE)).toList();

    // Then
    assertThat(results).allMatch(Result::isGood).allMatch(result -> result.ids() > 0);
  }
}
