// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a program for its version by running it. */
final class VersionProbe {
  private static final int BOUND_S = 30;

  private VersionProbe() {}

  /** Returns the version {@code program} says it is; empty if it does not run or says none. */
  static Optional<String> of(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    Process process = null;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      // A few lines at most, far below what a pipe holds, so they can be read after the end.
      if (!process.waitFor(BOUND_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      byte[] said = process.getInputStream().readAllBytes();
      return Versions.in(new String(said, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
