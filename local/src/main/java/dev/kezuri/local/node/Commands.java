// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import dev.kezuri.local.controlplane.ControlPlaneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands that end by themselves, within a bound. */
public final class Commands {
  private Commands() {}

  /**
   * Returns what {@code command} says.
   *
   * @throws ControlPlaneException if it fails, with what it says
   */
  static String run(List<String> command, Duration bound) {
    Result result = result(command, bound);
    if (result.code() != 0) {
      throw new ControlPlaneException(
          "%s failed: %s".formatted(String.join(" ", command), result.said().strip()));
    }
    return result.said();
  }

  /** Returns whether {@code command} ends with 0. */
  static boolean succeeds(List<String> command, Duration bound) {
    return result(command, bound).code() == 0;
  }

  /**
   * How a command ended.
   *
   * @param said on both outputs
   */
  public record Result(int code, String said) {}

  /** Runs {@code command} to its end. */
  public static Result result(List<String> command, Duration bound) {
    try {
      // Not a pipe: what the command leaves running would keep that open.
      Path said = Files.createTempFile("kezuri-node-", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new ControlPlaneException(
              "%s took over %d s".formatted(String.join(" ", command), bound.toSeconds()));
        }
        return new Result(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new ControlPlaneException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while running " + command.getFirst(), e);
    }
  }
}
