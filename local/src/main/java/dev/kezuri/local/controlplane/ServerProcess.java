// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that runs as a child process and writes a log. */
final class ServerProcess {
  private static final int TAIL_LINES = 15;
  private static final int TAIL_BYTES = 64 * 1024;
  private static final Duration SIGNAL_BOUND = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(1);

  /** The state in /proc/PID/stat, behind a name that may have any letter in it. */
  private static final Pattern STOPPED = Pattern.compile("\\) [Tt] [^)]*$");

  private final String name;
  private final Path log;
  private final Process process;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code command} in {@code folder}; its log is {@code <name>.log} there, appended to. */
  static ServerProcess start(Leash leash, String name, Path folder, List<String> command)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ServerProcess(name, log, leash.start(builder));
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has ended, at most {@code bound}; returns whether it has. */
  boolean endsWithin(Duration bound) throws InterruptedException {
    return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops it in its tracks; returns when none of its threads runs any more. */
  void freeze() {
    signal("STOP");
    Stopwatch waited = Stopwatch.start();
    while (process.isAlive() && !standsStill()) {
      if (waited.elapsed().compareTo(SIGNAL_BOUND) > 0) {
        throw new ControlPlaneException(name + " (process " + pid() + ") does not stop");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Threads stop one by one, and some answer a request meanwhile. Only Linux tells. */
  private boolean standsStill() {
    Path threads = Path.of("/proc", Long.toString(pid()), "task");
    if (!Files.isDirectory(threads)) {
      return true;
    }
    try (Stream<Path> all = Files.list(threads)) {
      return all.allMatch(thread -> STOPPED.matcher(stat(thread)).find());
    } catch (IOException e) {
      throw new ControlPlaneException("cannot see the threads of " + name, e);
    }
  }

  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      // It has ended meanwhile; the next look does not find it.
      return "";
    }
  }

  /** Sends a signal by its name, such as CONT. */
  void signal(String signal) {
    if (!process.isAlive()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(SIGNAL_BOUND.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
        throw new ControlPlaneException("cannot send " + signal + " to " + name);
      }
    } catch (IOException e) {
      throw new ControlPlaneException("cannot send " + signal + " to " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while sending " + signal + " to " + name, e);
    }
  }

  /** Kills it at once, and returns when the kernel has taken it away. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!endsWithin(SIGNAL_BOUND)) {
        throw new ControlPlaneException(name + " (process " + pid() + ") does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last lines of its log. */
  String tail() {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - TAIL_BYTES);
      List<String> lines =
          new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
