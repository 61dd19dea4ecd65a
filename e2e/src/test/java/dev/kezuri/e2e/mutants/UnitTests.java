// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.launcher.Launcher;

/**
 * The unit tests of the modules that a mutant touches, as Maven runs them, to the first failure.
 */
final class UnitTests {
  private static final int ATTEMPTS = 3;

  private final Tree tree;
  private final Path runner;
  private final Path result;
  private final Child child;

  UnitTests(Tree tree, Path folder) {
    this.tree = tree;
    this.runner = folder.resolve("runner");
    this.result = folder.resolve("tests.out");
    this.child = new Child(folder.resolve("tests.log"));
    copyRunner();
  }

  /** Alone, without the rest of this module, whose files would be found by the tests. */
  private void copyRunner() {
    String name = FirstFailure.class.getName().replace('.', '/') + ".class";
    try {
      Path to = runner.resolve(name);
      Files.createDirectories(to.getParent());
      Files.copy(home(FirstFailure.class).resolve(name), to);
    } catch (IOException e) {
      throw new BrokenRunException("cannot copy " + name + ": " + e.getMessage(), e);
    }
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new BrokenRunException("cannot find " + type, e);
    }
  }

  /** Makes sure that the tests of {@code modules} are green as the tree is; returns how many. */
  int countWithoutMutant(Stream<String> modules) {
    return modules.mapToInt(this::countWithoutMutant).sum();
  }

  private int countWithoutMutant(String module) {
    Ran ran = run(module, "", "");
    ran.failure()
        .ifPresent(
            failure -> {
              throw new BrokenRunException(
                  "the tests of " + module + " fail without any mutant: " + failure);
            });
    return ran.count();
  }

  /**
   * Returns the first test that fails if {@code classes} go before those of the tree, and fails
   * again when its class is run alone: what a busy machine lets fail once is no proof.
   */
  Optional<Failure> failing(Mutant mutant, Path classes) {
    for (String module : mutant.modules()) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Ran all = run(module, classes.toString(), "");
        if (all.failure().isEmpty()) {
          break;
        }
        if (all.failure().get().inClass().isEmpty()) {
          return all.failure();
        }
        Ran again = run(module, classes.toString(), all.failure().get().inClass());
        if (again.failure().isPresent()) {
          return again.failure();
        }
      }
    }
    return Optional.empty();
  }

  private Ran run(String module, String before, String only) {
    String tests = tree.folder(module).resolve("target").resolve("test-classes").toString();
    String classPath =
        Tree.join(tree.classPath(module), home(Launcher.class).toString(), runner.toString());
    List<String> command =
        new ArrayList<>(List.of(FirstFailure.class.getName(), tests, result.toString()));
    command.addAll(only.isEmpty() ? List.of() : List.of(only));
    try {
      Files.deleteIfExists(result);
      Child.Ended ended =
          child.java(
              tree.folder(module),
              tree.testJvm(),
              before.isEmpty() ? classPath : Tree.join(before, classPath),
              command);
      if (ended.hung()) {
        return new Ran(
            0, Optional.of(new Failure("the tests of " + module + " do not end", "", "")));
      }
      if (!Files.exists(result)) {
        throw new BrokenRunException(
            "the tests of " + module + " end with " + ended.status() + ": " + ended.last());
      }
      Ran ran = Ran.of(Files.readAllLines(result));
      if (ran.count() == 0 && ran.failure().isEmpty()) {
        throw new BrokenRunException("no test of " + module + " was run: " + ended.last());
      }
      return ran;
    } catch (IOException e) {
      throw new BrokenRunException("cannot read " + result + ": " + e.getMessage(), e);
    }
  }

  /** A test that failed, by class and method; its class by full name; and why. */
  record Failure(String test, String inClass, String why) {
    @Override
    public String toString() {
      return test + ": " + why;
    }
  }

  private record Ran(int count, Optional<Failure> failure) {
    /** Reads what {@link FirstFailure} wrote. */
    static Ran of(List<String> said) {
      int count = Integer.parseInt(said.getFirst());
      return said.size() == 1
          ? new Ran(count, Optional.empty())
          : new Ran(count, Optional.of(new Failure(said.get(1), said.get(2), said.get(3))));
    }
  }
}
