// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that does not outlive this JVM, whatever ends it.
 *
 * <p>A shell becomes the process by exec, so that signals and the exit code are the process' own.
 * Before, it leaves a second shell behind, which reads from a pipe of this JVM: when the pipe ends
 * and its parent is still the process, it kills it. Ctrl-C and the end of a terminal reach this JVM
 * only, which then ends its pods in order.
 */
final class SidecarProcess {
  private static final String WATCH =
      "read -r _; read -r _ _ _ parent _ <\"/proc/$$/stat\" && [ \"$parent\" != \"$1\" ] && exit 0;"
          + " kill -KILL \"$1\"";
  private static final String START =
      "trap '' INT HUP; watch=$1; shift; exec 3<&0;"
          + " sh -c \"$watch\" kezuri-watch \"$$\" <&3 >/dev/null 2>&1 3<&- &"
          + " exec \"$@\" </dev/null 3<&-";

  private final Process process;

  private SidecarProcess(Process process) {
    this.process = process;
  }

  static SidecarProcess start(List<String> command, Map<String, String> env, Path folder, Path log)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", START, "kezuri-pod", WATCH));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new SidecarProcess(builder.start());
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  void term() {
    // Process.destroy would close the pipe as well, and so have it killed.
    var _ = process.toHandle().destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end so long, then kills and waits for that. */
  void await(long time, TimeUnit unit) {
    try {
      if (!process.waitFor(time, unit)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Completes with the exit code: 128 + signal for a signal. */
  CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }
}
