// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation, in short; {@code e2e/simulate.sh} has as much of it as one likes. */
class SimulationTest {
  @BeforeAll
  static void silence() {
    SimulateMain.silence();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldKeepTheGuarantee(long seed) {
    // When
    Result result = Result.of(Scenario.of(seed), Trace.NONE);

    // Then
    assertThat(result.broken()).isEmpty();
    assertThat(result.ids()).isPositive();
  }

  @Test
  void shouldDrawAHundredIdsAPodDay() {
    // When
    List<Result> results =
        seeds().mapToObj(seed -> Result.of(Scenario.of(seed), Trace.NONE)).toList();

    // Then
    double podDays = results.stream().mapToLong(Result::podMs).sum() / 86_400_000.0;
    long ids = results.stream().mapToLong(Result::ids).sum();
    assertThat(ids / podDays).isGreaterThan(100);
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
            "4",
            "--trace");
    other.redirectError(ProcessBuilder.Redirect.DISCARD);

    // When
    Process process = other.start();
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String here = Shrinker.trace(Scenario.of(4));

    // Then
    assertThat(here).hasLineCount(here.split("\n").length).contains("FAULT");
    assertThat(there).isEqualTo(here);
  }

  @Test
  void shouldServeEveryPodWhereNothingGoesWrong() {
    // Given
    Stream<Scenario> calm = seeds().mapToObj(Scenario::of).map(s -> s.with(List.of()));

    // When, then
    calm.forEach(
        scenario -> {
          Result result = Result.of(scenario, Trace.NONE);
          assertThat(result.broken()).isEmpty();
          assertThat(result.ids()).isPositive();
        });
  }
}
