// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import java.util.Arrays;
import java.util.List;

/** The conditions of an IdGenerator, the gravest problem first, each with what to do about it. */
enum ConditionType {
  /** Pods get worker IDs. */
  READY("Ready", false, "Pods that wait get a worker ID."),
  /** Pods wait, and will wait until somebody acts: what kstatus calls Failed. */
  STALLED("Stalled", false, ""),
  /** Restored without its status, or into another cluster: nothing is granted or extended. */
  RESTORED(
      "Restored",
      true,
      "The ledger belongs to another cluster or lost its status in a restore."
          + " Nothing is granted or extended until: kubectl kezuri fence"),
  /** The ledger of a generator of this name with another layout is still there. */
  CONFLICT(
      "Conflict",
      true,
      "WorkerIds of this name have another layout. They go by themselves 10 minutes after their"
          + " last window has ended; until then nothing is granted. Apply the old layout to take"
          + " them over, or use another name."),
  /** The API server accepts what the ledger's rules forbid. */
  UNGUARDED(
      "Unguarded",
      true,
      "The API server accepts writes that the ledger's rules forbid. Nothing is granted until the"
          + " CRD workerids.kezuri.dev of this version is applied again."),
  /** The operator's clock and the API server's differ by more than 30 s. */
  CLOCK_SKEW(
      "ClockSkew",
      true,
      "The clocks of operator and API server differ by more than 30 s. Nothing is granted, and"
          + " nothing ended by time, until they agree."),
  /** Pods wait, and every worker ID is held or rests. */
  EXHAUSTED(
      "Exhausted",
      true,
      "Widen spec.workerIds.last, shorten spec.lease.duration so that numbers of lost pods rest"
          + " for less long, or run fewer pods."),
  /** The layout's timestamps end within a year, or have ended: then it stops grants too. */
  TIMESTAMP_EXHAUSTING("TimestampExhausting", false, "Move to a generator with a later epoch.");

  private final String text;
  private final boolean stops;
  private final String remedy;

  ConditionType(String text, boolean stops, String remedy) {
    this.text = text;
    this.stops = stops;
    this.remedy = remedy;
  }

  /** Returns what may be wrong: all but Ready and Stalled, which follow from it. */
  static List<ConditionType> problems() {
    return Arrays.stream(values()).filter(type -> type != READY && type != STALLED).toList();
  }

  /** Returns the condition's type, and its reason while it is true. */
  String text() {
    return text;
  }

  /** Returns whether pods wait because of it. */
  boolean stops() {
    return stops;
  }

  /** Returns what a person can do, in a sentence or two. */
  String remedy() {
    return remedy;
  }
}
