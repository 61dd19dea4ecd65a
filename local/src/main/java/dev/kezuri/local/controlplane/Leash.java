// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends processes and removes their folder when this JVM is gone, however it went: a shell reads
 * their numbers from a pipe, and acts at its end, which the kernel brings about even after kill -9.
 */
public final class Leash implements AutoCloseable {
  // A process that ended before the JVM is forgotten, lest its number be another's by then.
  private static final String WATCH =
      """
      trap '' INT HUP TERM
      all=' '
      while read -r what pid; do
        case $what in
        hold) all="$all$pid " ;;
        forget) all="${all%% $pid *} ${all#* $pid }" ;;
        esac
      done
      for pid in $all; do kill -KILL "-$pid"; kill -KILL "$pid"; done 2>/dev/null
      [ -n "$1" ] || exit 0
      rm -rf "$1" 2>/dev/null || { sleep 1; rm -rf "$1"; }
      """;
  private static final int CLOSE_S = 30;
  private static final Logger LOG = LoggerFactory.getLogger(Leash.class);

  private final Process watch;
  private final OutputStream pipe;
  private boolean closed;

  private Leash(Process watch) {
    this.watch = watch;
    this.pipe = watch.getOutputStream();
  }

  /**
   * Starts the watch.
   *
   * @param folder what to remove in the end
   */
  public static Leash on(Path folder) throws IOException {
    List<String> command =
        ownSession(List.of("sh", "-c", WATCH, "kezuri-leash", folder.toString()));
    return new Leash(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Starts a process that Ctrl-C does not reach, but the end of this JVM does. */
  Process start(ProcessBuilder builder) throws IOException {
    builder.command(ownSession(builder.command()));
    Process process = builder.start();
    process.getOutputStream().close();
    tell("hold " + process.pid());
    var unused = process.onExit().thenAccept(ended -> forget(ended.pid()));
    return process;
  }

  /** Kills what still runs and removes the folder; returns when that is done. */
  @Override
  public void close() {
    try {
      endPipe();
      if (!watch.waitFor(CLOSE_S, TimeUnit.SECONDS)) {
        watch.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void endPipe() {
    closed = true;
    try {
      pipe.close();
    } catch (IOException e) {
      // The watch has gone already, and what it does at its end is done.
      LOG.debug("the pipe to the watch was broken", e);
    }
  }

  private synchronized void forget(long pid) {
    if (!closed) {
      try {
        tell("forget " + pid);
      } catch (IOException e) {
        LOG.debug("process {} is not forgotten, for the watch has gone", pid, e);
      }
    }
  }

  private synchronized void tell(String line) throws IOException {
    pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    pipe.flush();
  }

  /** Ctrl-C in a terminal reaches every process of its session; this JVM ends its own in order. */
  private static List<String> ownSession(List<String> command) {
    List<String> line = new ArrayList<>();
    for (String folder : new String[] {"/usr/bin", "/bin"}) {
      if (line.isEmpty() && Files.isExecutable(Path.of(folder, "setsid"))) {
        line.add(folder + "/setsid");
      }
    }
    line.addAll(command);
    return line;
  }
}
