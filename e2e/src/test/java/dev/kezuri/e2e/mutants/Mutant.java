// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A patch that takes one rule away, as a mistake might.
 *
 * @param rule which one: the patch's first line
 * @param sources what it touches, from the top of the tree
 */
record Mutant(String name, String rule, Path patch, List<String> sources) {
  private static final String TOUCHED = "+++ b/";

  /** Returns the patches of {@code folder} by name: those named, or all if none is. */
  static List<Mutant> of(Path folder, List<String> names) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".patch"))
              .map(file -> file.substring(0, file.length() - ".patch".length()))
              .sorted()
              .toList();
      for (String name : names) {
        if (!there.contains(name)) {
          throw new BrokenRunException("there is no patch " + name + " in e2e/mutants");
        }
      }
      return (names.isEmpty() ? there : names)
          .stream().map(name -> read(name, folder.resolve(name + ".patch"))).toList();
    } catch (IOException e) {
      throw new BrokenRunException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Mutant read(String name, Path patch) {
    List<String> lines;
    try {
      lines = Files.readAllLines(patch);
    } catch (IOException e) {
      throw new BrokenRunException("cannot read " + patch + ": " + e.getMessage(), e);
    }
    List<String> sources =
        lines.stream()
            .filter(line -> line.startsWith(TOUCHED))
            .map(line -> line.substring(TOUCHED.length()))
            .toList();
    if (sources.isEmpty() || lines.getFirst().startsWith("---") || lines.getFirst().isBlank()) {
      throw new BrokenRunException(
          name + ".patch must say in its first line which rule it breaks, then name its files");
    }
    return new Mutant(name, lines.getFirst(), patch, sources);
  }

  /** Returns the modules whose sources it touches. */
  List<String> modules() {
    return sources.stream().map(source -> source.split("/", 2)[0]).distinct().toList();
  }
}
