// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import dev.kezuri.local.kubelet.FileTrees;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Applies a patch to a copy of the sources it touches, and compiles these. */
final class Workshop {
  private final Tree tree;
  private final Path copy;
  private final Path classes;
  private final Child child;

  Workshop(Tree tree, Path folder) {
    this.tree = tree;
    this.copy = folder.resolve("tree");
    this.classes = folder.resolve("classes");
    this.child = new Child(folder.resolve("git.out"));
  }

  /**
   * Returns the classes that go before all others on the class path; those of the last mutant are
   * gone.
   */
  Path make(Mutant mutant) {
    FileTrees.delete(copy);
    FileTrees.delete(classes);
    try {
      Files.createDirectories(classes);
      for (String source : mutant.sources()) {
        Files.createDirectories(copy.resolve(source).getParent());
        Files.copy(tree.top().resolve(source), copy.resolve(source));
      }
      apply(mutant);
      compile(mutant);
      return classes;
    } catch (IOException e) {
      throw new BrokenRunException("cannot make " + mutant.name() + ": " + e.getMessage(), e);
    }
  }

  private void apply(Mutant mutant) throws IOException {
    Child.Ended git = child.run(copy, List.of("git", "apply", mutant.patch().toString()));
    boolean changed = git.status() == 0;
    for (String source : mutant.sources()) {
      changed &= Files.mismatch(copy.resolve(source), tree.top().resolve(source)) >= 0;
    }
    if (!changed) {
      throw new BrokenRunException(mutant.name() + " does not apply any more: " + git.last());
    }
  }

  private void compile(Mutant mutant) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> classPath = new ArrayList<>();
    mutant.modules().forEach(module -> classPath.add(tree.classPath(module)));
    List<String> options =
        List.of(
            "-nowarn",
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            Tree.join(classPath.toArray(String[]::new)));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(
                      mutant.sources().stream().map(copy::resolve).toList()))
              .call();
      if (!compiled) {
        throw new BrokenRunException(
            mutant.name()
                + " does not compile any more: "
                + said.toString().lines().findFirst().orElse(""));
      }
    }
  }
}
