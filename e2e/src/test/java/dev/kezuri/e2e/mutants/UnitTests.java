// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.launcher.Launcher;

/**
 * The unit tests of the modules that a mutant touches, as Maven runs them, to the first failure.
 */
final class UnitTests {
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
    return modules
        .mapToInt(
            module -> {
              List<String> said = run(module, "");
              if (said.size() > 1) {
                throw new BrokenRunException(
                    "the tests of %s fail without any mutant: %s: %s"
                        .formatted(module, said.get(1), said.get(2)));
              }
              return Integer.parseInt(said.getFirst());
            })
        .sum();
  }

  /** Returns the first test that fails if {@code classes} go before those of the tree. */
  Optional<String> failing(Mutant mutant, Path classes) {
    for (String module : mutant.modules()) {
      List<String> said = run(module, classes.toString());
      if (said.size() > 1) {
        return Optional.of(said.get(1));
      }
    }
    return Optional.empty();
  }

  private List<String> run(String module, String before) {
    String tests = tree.folder(module).resolve("target").resolve("test-classes").toString();
    String classPath =
        Tree.join(tree.classPath(module), home(Launcher.class).toString(), runner.toString());
    try {
      Files.deleteIfExists(result);
      Child.Ended ended =
          child.java(
              tree.folder(module),
              tree.testJvm(),
              before.isEmpty() ? classPath : Tree.join(before, classPath),
              List.of(FirstFailure.class.getName(), tests, result.toString()));
      if (ended.hung()) {
        return List.of("0", "the tests of " + module + " do not end", "");
      }
      if (!Files.exists(result)) {
        throw new BrokenRunException(
            "the tests of " + module + " end with " + ended.status() + ": " + ended.last());
      }
      List<String> said = Files.readAllLines(result);
      if (said.getFirst().equals("0")) {
        throw new BrokenRunException("no test of " + module + " was run: " + ended.last());
      }
      return said;
    } catch (IOException e) {
      throw new BrokenRunException("cannot read " + result + ": " + e.getMessage(), e);
    }
  }
}
