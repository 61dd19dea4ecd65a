// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.log.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The termination message: what the kubelet puts into the pod's status, and the operator reads. The
 * file is mounted by itself, so it is overwritten in place.
 */
final class LastWord {
  private static final Logger LOG = Logger.getLogger(LastWord.class.getName());
  private final Optional<Path> file;

  LastWord(Optional<Path> file) {
    this.file = file;
  }

  /** Replaces what was said before. */
  void say(String message) {
    LOG.info("event=last_word text=" + LogLines.quoted(message));
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(file.get(), message + "\n");
    } catch (IOException e) {
      LOG.log(
          Level.SEVERE,
          "event=last_word_not_written file=" + LogLines.quoted(file.get().toString()),
          e);
    }
  }
}
