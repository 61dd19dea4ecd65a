// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

/** What a kubelet does to a pod. */
public sealed interface PodCommand {
  /** Start process number {@code run}. */
  record Start(int run) implements PodCommand {}

  /** Send SIGTERM. */
  record Term() implements PodCommand {}

  /** Send SIGKILL. */
  record Kill() implements PodCommand {}

  /** Hand the machine this event after a while. */
  record After(long delayMs, PodEvent event) implements PodCommand {}

  /** Ask the sidecar after a while, and hand the machine what came of it. */
  record Probe(int run, ProbeKind kind, long delayMs) implements PodCommand {}

  /** Write the downward API's files anew. */
  record RefreshVolumes() implements PodCommand {}

  /** Write the pod's status. */
  record Report() implements PodCommand {}

  /** Write the pod's status, then delete the object for good. */
  record ReportAndDelete() implements PodCommand {}

  /** Remove the pod's folder and forget it. */
  record Cleanup() implements PodCommand {}
}
