// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulation, in short; {@code e2e/simulate.sh} has as much of it as one likes. */
class SimulationTest {
  private static final long SEED = 2;
  private static final Duration BOUND = Duration.ofSeconds(60);

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

  /** Line by line: a trace has millions of letters. */
  private static void assertTold(String trace, String... inOrder) {
    assertThat(trace.lines().filter(line -> line.contains("BROKEN"))).isEmpty();
    List<String> told =
        trace.lines().flatMap(line -> Stream.of(inOrder).filter(line::contains)).toList();
    assertThat(told).containsSubsequence(inOrder);
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
    assertTold(
        trace,
        "Stalled Conflict",
        "objects are restored without status",
        "made generator",
        "Restored",
        "fenced until");
  }

  /** As a CRD that is deleted, made again without its rules, and put right. */
  @Test
  void shouldGoOnWhenTheLedgerWasErasedWhileTheRulesWereGone() {
    // Given
    Scenario world =
        Scenario.of(11_088)
            .with(
                List.of(
                    new Fault(5_120_323_292L, Fault.Kind.LEDGER_ERASED, 6801066625482521952L),
                    new Fault(6_930_696_287L, Fault.Kind.RULES_GONE, 5651708157987030739L),
                    new Fault(7_125_759_239L, Fault.Kind.LEDGER_ERASED, 3269741220174082250L)));

    // When
    String trace = Shrinker.trace(world);

    // Then
    assertTold(trace, "rules gone", "ledger erased");
  }

  /** Fenced before there is an IdGenerator; the backup lacks its last nine numbers. */
  @Test
  void shouldShareNoNumberThatABackupDoesNotKnowWhenTheGeneratorIsMadeAfterTheFence() {
    // Given
    Scenario world =
        Scenario.of(19_610)
            .with(
                List.of(
                    new Fault(13_161_688, Fault.Kind.GENERATOR_AGAIN, -8222102280521435136L),
                    new Fault(3_234_123_578L, Fault.Kind.BACKUP, 7252646808785603453L),
                    new Fault(3_288_738_667L, Fault.Kind.STATUS_LOST, 219745758425206055L),
                    new Fault(6_016_258_968L, Fault.Kind.ETCD_RESTORED, 3631147253221415071L)));

    // When
    String trace = Shrinker.trace(world);

    // Then
    assertTold(trace, "etcd is restored", "fenced until", "made generator");
  }

  /** Two operators make one number, and no rule keeps the slower from granting it once more. */
  @Test
  void shouldGrantANewNumberOnceWhenTwoOperatorsMakeItWhileTheRulesAreGone() {
    // When
    String trace = Shrinker.trace(Scenario.of(23_883));

    // Then
    assertTold(trace, "rules gone", "3: copy55040 turn 0");
  }

  @Test
  void shouldLeaveNothingInMemoryOfWorldsThatEnded() {
    // When
    List<WeakReference<Trace>> ended =
        worlds().stream().map(world -> new WeakReference<>(tracedToNowhere(world))).toList();

    // Then
    await()
        .atMost(BOUND)
        .until(
            () -> {
              System.gc();
              return ended.stream().allMatch(world -> world.refersTo(null));
            });
  }

  private static Trace tracedToNowhere(Scenario world) {
    Trace trace = new Trace(new PrintStream(OutputStream.nullOutputStream()));
    Result.of(world, trace);
    return trace;
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
