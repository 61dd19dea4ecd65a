// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A pod that gets no IDs.
 *
 * @param pod {@code <namespace>/<name>}
 * @param generator {@code <namespace>/<name>}, whether it is there or not
 * @param since when the pod was made
 * @param at the link of {@code why} that is broken
 */
public record PodTrouble(
    String pod, String generator, Kind kind, String since, String at, String why, String remedy) {
  /** What it goes without. */
  public enum Kind {
    /** It has no worker ID. */
    WAITS,
    /** As waits, and for so short a time that nobody has to look. */
    STARTING,
    /** Others hold it back, and it is no fault of Kezuri's. */
    HELD,
    /** It has a worker ID, and no IDs are issued. */
    REFUSED,
    /** Nothing was injected, or no sidecar. */
    BARE;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
