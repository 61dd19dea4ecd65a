// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compiled tree, as e2e/main.sh leaves it. */
record Tree(Path top) {
  private static final Pattern TEST_JVM = Pattern.compile("<test\\.jvm>(.*)</test\\.jvm>");

  /** Returns the class path of a module's tests. */
  String classPath(String module) {
    Path target = folder(module).resolve("target");
    Path file = target.resolve("class-path.txt");
    try {
      return join(
          target.resolve("test-classes").toString(),
          target.resolve("classes").toString(),
          Files.readString(file).strip());
    } catch (IOException e) {
      throw new BrokenRunException("cannot read " + file + ": touch e2e/pom.xml to make it", e);
    }
  }

  /** Returns the flags that Maven gives the JVM of the tests. */
  List<String> testJvm() {
    Path pom = top.resolve("pom.xml");
    try {
      Matcher flags = TEST_JVM.matcher(Files.readString(pom));
      if (!flags.find()) {
        throw new BrokenRunException("no test.jvm in " + pom);
      }
      return List.of(flags.group(1).strip().split("\\s+"));
    } catch (IOException e) {
      throw new BrokenRunException("cannot read " + pom + ": " + e.getMessage(), e);
    }
  }

  Path folder(String module) {
    return top.resolve(module);
  }

  static String join(String... classPath) {
    return String.join(File.pathSeparator, classPath);
  }
}
