// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

/** What happens to a pod on its node. */
public sealed interface PodEvent {
  /** The pod was assigned to this node. */
  record Admitted() implements PodEvent {}

  /** Process number {@code run} (0 is the first) is there. */
  record ProcessStarted(int run, long atMs) implements PodEvent {}

  /** Process number {@code run} has ended. */
  record Exited(int run, Ended how) implements PodEvent {}

  /** A probe of process {@code run} was answered, or not. */
  record Probed(int run, ProbeKind kind, boolean ok) implements PodEvent {}

  /** The back-off after process {@code run} is over. */
  record RestartDue(int run) implements PodEvent {}

  /** The grace period of process {@code run} is over. */
  record KillDue(int run) implements PodEvent {}

  /** Labels or annotations changed. */
  record MetadataChanged() implements PodEvent {}

  /** The sidecar's image was changed. */
  record ImageChanged() implements PodEvent {}

  /** All application containers have ended by themselves. */
  record AppsFinished() implements PodEvent {}

  /** A finished pod has been seen without its sidecar for a while. */
  record Settled() implements PodEvent {}

  /** The object has a deletionTimestamp, or one with another grace period. */
  record DeleteAsked(long graceMs) implements PodEvent {}

  /**
   * The object is gone without the kubelet's consent, or with it.
   *
   * @param seenLate it went while the kubelet was away
   */
  record ObjectGone(boolean seenLate) implements PodEvent {}

  /**
   * How a process ended.
   *
   * @param exitCode as a shell has it: 128 + signal for a signal
   * @param message what it left in its termination message file
   */
  record Ended(int exitCode, String message, long startedAtMs, long finishedAtMs) {
    String reason() {
      return exitCode == 0 ? "Completed" : "Error";
    }
  }
}
