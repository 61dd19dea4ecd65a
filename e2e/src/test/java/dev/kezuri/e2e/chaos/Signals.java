// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.io.IOException;

/** Sends signals that Java does not know. */
final class Signals {
  private Signals() {}

  /** Sends it; a process that is gone already does not mind. */
  static void send(String signal, long pid) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (kill.waitFor() != 0 && ProcessHandle.of(pid).isPresent()) {
      throw new IOException("kill -" + signal + " " + pid + " failed");
    }
  }
}
