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
public final class LastWord {
  private static final Logger LOG = Logger.getLogger(LastWord.class.getName());
  private final Place place;

  /** Where the message is put. */
  public interface Place {
    /** Replaces all that is there. */
    void put(String text) throws IOException;
  }

  /** The kubelet's file, or none. */
  private record MessageFile(Optional<Path> file) implements Place {
    @Override
    public void put(String text) throws IOException {
      if (file.isPresent()) {
        Files.writeString(file.get(), text);
      }
    }

    @Override
    public String toString() {
      return file.map(Path::toString).orElse("none");
    }
  }

  LastWord(Optional<Path> file) {
    this(new MessageFile(file));
  }

  /** Makes one whose message is put in {@code place}. */
  public LastWord(Place place) {
    this.place = place;
  }

  /** Replaces what was said before. */
  void say(String message) {
    LOG.info("event=last_word text=" + LogLines.quoted(message));
    try {
      place.put(message + "\n");
    } catch (IOException e) {
      LOG.log(
          Level.SEVERE, "event=last_word_not_written file=" + LogLines.quoted(place.toString()), e);
    }
  }
}
