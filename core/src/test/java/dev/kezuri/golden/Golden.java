// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests whose cases are folders: {@code src/test/resources/<TestClass>/<case-in-words>/} with
 * {@code in-*} files to read and {@code out-*} files to compare. A file that no test read fails its
 * case. With {@code -Dgolden.update} the {@code out-*} files are written instead of compared.
 */
public final class Golden {
  private Golden() {}

  /** What a test does with one folder. */
  @FunctionalInterface
  public interface Check {
    /** Reads the inputs and compares the outputs. */
    void run(GoldenCase folder) throws Exception;
  }

  /** Returns one dynamic test per folder of {@code testClass}, in the order of their names. */
  public static Stream<DynamicTest> cases(Class<?> testClass, Check check) {
    Path all = Path.of("src/test/resources", testClass.getSimpleName());
    List<Path> folders = list(all);
    assertFalse(folders.isEmpty(), "no case in " + all);
    return folders.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(name(folder), folder.toUri(), () -> run(folder, check)));
  }

  /**
   * Compares {@code actual} with the file, or writes the file with {@code -Dgolden.update}; the
   * failure shows the lines that differ.
   */
  public static void compare(Path file, String actual) {
    try {
      if (updating()) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
        return;
      }
      String expected = Files.exists(file) ? Files.readString(file) : "";
      if (!expected.equals(actual)) {
        fail(
            file + " differs (rewrite it with -Dgolden.update):\n" + TextDiff.of(expected, actual));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether files are rewritten instead of compared. */
  static boolean updating() {
    return System.getProperty("golden.update") != null;
  }

  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path folder, Check check) throws Exception {
    if (!Files.isDirectory(folder)) {
      fail("not a folder with a case: " + folder);
    }
    GoldenCase golden = new GoldenCase(folder);
    check.run(golden);
    golden.failOnUnread();
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
