// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import dev.kezuri.e2e.cluster.RuleVerdict;
import dev.kezuri.local.kubelet.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deliberate bugs, and what notices them; {@code e2e/mutants.sh --help}. */
@Command(
    name = "e2e/mutants.sh",
    sortOptions = false,
    description = {
      "Takes one rule of the guarantee away at a time, as a mistake might, and says which check"
          + " notices.",
      "",
      "Each patch in e2e/mutants is applied to a copy of the source it names, which is compiled and"
          + " put before the rest on the class path: of the unit tests of its module, up to the"
          + " first that fails, and of the simulation in small worlds, up to the first that is"
          + " broken. Each rule and limit of the CRDs, and each validation of the policies, is taken"
          + " out of what a real API server has, up to the first write that it should refuse and"
          + " takes.",
      ""
    },
    footer = {
      "",
      "Ends with tables. Exit status 1 if nothing notices a mutant or a rule that is gone, 2 if a"
          + " patch does not apply or compile any more, or tests fail without any mutant."
    })
public final class MutantsMain implements Callable<Integer> {
  @Option(
      names = "--check",
      split = ",",
      paramLabel = "CHECK",
      description = "only these: ${COMPLETION-CANDIDATES}; all, but with names no rules")
  private final Set<Check> checks = EnumSet.noneOf(Check.class);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "how many small worlds at the most; ${DEFAULT-VALUE}")
  private int seeds = 500;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "these patches, without .patch")
  private final List<String> names = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  private final List<Findings> mutants = new ArrayList<>();
  private final List<RuleVerdict> rules = new ArrayList<>();

  private MutantsMain() {}

  /** Runs; see the class. */
  public static void main(String[] args) {
    CommandLine command =
        new CommandLine(new MutantsMain()).setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (e, at, parsed) -> {
          if (e instanceof BrokenRunException) {
            System.err.println("e2e/mutants.sh: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
          }
          throw e;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (seeds <= 0) {
      throw new BrokenRunException("--seeds must be more than 0");
    }
    if (checks.isEmpty()) {
      checks.addAll(EnumSet.allOf(Check.class));
      checks.removeAll(names.isEmpty() ? Set.of() : Set.of(Check.RULES));
    }
    Path work = Files.createTempDirectory("kezuri-mutants-");
    Thread end = new Thread(() -> FileTrees.delete(work));
    Runtime.getRuntime().addShutdownHook(end);
    if (checks.contains(Check.UNIT) || checks.contains(Check.SIMULATION)) {
      tryMutants(new Tree(Path.of("..").toAbsolutePath().normalize()), work);
    }
    if (checks.contains(Check.RULES)) {
      rules.addAll(RuleChecks.run(System.out::println));
    }
    return report();
  }

  private void tryMutants(Tree tree, Path work) {
    List<Mutant> all = Mutant.of(tree.folder("e2e").resolve("mutants"), names);
    Workshop workshop = new Workshop(tree, work);
    UnitTests tests = new UnitTests(tree, work);
    Simulation simulation = new Simulation(seeds, work);
    if (checks.contains(Check.UNIT)) {
      int count =
          tests.countWithoutMutant(all.stream().flatMap(one -> one.modules().stream()).distinct());
      System.out.println("without a mutant " + count + " unit tests pass");
    }
    for (Mutant mutant : all) {
      Path classes = workshop.make(mutant);
      Optional<UnitTests.Failure> unit =
          checks.contains(Check.UNIT) ? tests.failing(mutant, classes) : Optional.empty();
      Optional<String> broken =
          checks.contains(Check.SIMULATION) ? simulation.broken(classes) : Optional.empty();
      Findings findings =
          new Findings(
              mutant,
              said(Check.UNIT, unit.map(UnitTests.Failure::toString), "survives"),
              said(Check.SIMULATION, broken, "survives " + seeds + " seeds"),
              unit.isPresent() || broken.isPresent());
      System.out.println(findings);
      mutants.add(findings);
    }
  }

  private Optional<String> said(Check check, Optional<String> found, String none) {
    return checks.contains(check) ? Optional.of(found.orElse(none)) : Optional.empty();
  }

  private int report() {
    List<String> missed = new ArrayList<>();
    if (!mutants.isEmpty()) {
      System.out.println("\n" + Findings.head());
      for (Findings one : mutants) {
        System.out.println(one.row());
        missed.addAll(one.caught() ? List.of() : List.of(one.mutant().name()));
      }
    }
    for (boolean limits : new boolean[] {false, true}) {
      List<RuleVerdict> some = rules.stream().filter(one -> one.limit() == limits).toList();
      if (!some.isEmpty()) {
        System.out.println("\n" + (limits ? "Limits" : "Rules") + counts(some));
        System.out.println("\n" + RuleVerdict.HEAD);
        some.forEach(one -> System.out.println(one.row()));
      }
    }
    rules.stream()
        .filter(one -> !one.caught())
        .forEach(one -> missed.add(one.where() + " " + one.rule()));
    System.out.printf(
        "%nmutants %d, rules of the API server %d, noticed by nothing %d%n",
        mutants.size(), rules.size(), missed.size());
    missed.forEach(name -> System.out.println("noticed by nothing: " + name));
    return missed.isEmpty() ? 0 : 1;
  }

  private static String counts(List<RuleVerdict> some) {
    StringBuilder text = new StringBuilder(" " + some.size());
    for (RuleVerdict.Without without : RuleVerdict.Without.values()) {
      long count = some.stream().filter(one -> one.without() == without).count();
      text.append(", ").append(without.words()).append(' ').append(count);
    }
    return text.toString();
  }
}
