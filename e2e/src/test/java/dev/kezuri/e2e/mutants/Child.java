// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs another program to its end, or to the end of a bound; it ends with this one. */
final class Child {
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final Path output;

  /**
   * How it ended.
   *
   * @param status -1 if it did not, and was killed
   */
  record Ended(int status, List<String> lines) {
    boolean hung() {
      return status == -1;
    }

    /** The last thing it said. */
    String last() {
      return lines.isEmpty() ? "nothing said" : lines.getLast();
    }
  }

  /** Makes one that keeps what is printed in {@code output} meanwhile. */
  Child(Path output) {
    this.output = output;
  }

  /** Runs a Java program of {@code classPath}. */
  Ended java(Path folder, List<String> flags, String classPath, List<String> command) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(flags);
    words.addAll(List.of("-cp", classPath));
    words.addAll(command);
    return run(folder, words);
  }

  /** Runs a program in {@code folder}. */
  Ended run(Path folder, List<String> words) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      // Git must take the copy for itself, whatever repository is above it.
      builder.environment().put("GIT_CEILING_DIRECTORIES", folder.toAbsolutePath().toString());
      Process process = builder.start();
      Thread end = new Thread(() -> kill(process));
      Runtime.getRuntime().addShutdownHook(end);
      try {
        process.getOutputStream().close();
        boolean over = process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS);
        if (!over) {
          kill(process);
        }
        return new Ended(over ? process.exitValue() : -1, Files.readAllLines(output));
      } finally {
        Runtime.getRuntime().removeShutdownHook(end);
      }
    } catch (IOException e) {
      throw new BrokenRunException("cannot run " + words.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenRunException("interrupted", e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
