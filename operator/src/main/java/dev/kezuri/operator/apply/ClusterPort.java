// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * All that the operator asks of an API server and does to it. Small on purpose: the fabric8 client
 * implements it for a cluster, a map for tests, a deterministic simulation for the proofs.
 *
 * <p>Each call is one request, made once: no server-side apply, no force, no retry. Objects given
 * are not changed. Calls may come from several threads at a time.
 */
public interface ClusterPort {
  /** Returns the port to the cluster of {@code client}, which stays the caller's. */
  static ClusterPort on(KubernetesClient client) {
    return new FabricPort(client);
  }

  /** Reads one WorkerId from the server, not from a cache. */
  Answer<WorkerId> getWorkerId(String name);

  /** Reads all WorkerIds of {@code <namespace>/<name>} from the server, whatever their layout. */
  Answer<List<WorkerId>> listWorkerIds(String generator);

  /** Makes a WorkerId without status. Conflict: there is one of this name. */
  Answer<WorkerId> createWorkerId(WorkerId wanted);

  /**
   * Replaces the status, if the resourceVersion is still the one in {@code changed}. Conflict: it
   * is not. Invalid: the ledger's rules refuse it.
   *
   * @throws IllegalArgumentException if {@code changed} has no resourceVersion
   */
  Answer<WorkerId> putWorkerIdStatus(WorkerId changed);

  /** What {@link #putWorkerIdStatus} would answer; nothing is written. */
  Answer<WorkerId> tryWorkerIdStatus(WorkerId changed);

  /**
   * Lifts the ledger's finalizer and deletes, if UID and resourceVersion are still those of {@code
   * known}.
   */
  Answer<WorkerId> removeWorkerId(WorkerId known);

  /** Reads a pod from the server, not from a cache. */
  Answer<Pod> getPod(String namespace, String name);

  /** Sends one JSON Patch to a pod. Invalid: a test in it failed. */
  Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps);

  /** Reads an IdGenerator from the server, not from a cache. */
  Answer<IdGenerator> getGenerator(String namespace, String name);

  /** As {@link #putWorkerIdStatus}, for the summary. */
  Answer<IdGenerator> putGeneratorStatus(IdGenerator changed);

  /** Sends one JSON Patch to an IdGenerator (not its status). Invalid: a test in it failed. */
  Answer<IdGenerator> patchGenerator(String namespace, String name, List<PatchStep> steps);

  /** Writes an event. Conflict: there is one of this name. */
  Answer<Event> createEvent(Event event);

  /** Returns the API server's time in ms since 1970, as its Date header says: to the second. */
  Answer<Long> serverTimeMs();

  /** Returns what tells this cluster from others: the UID of the namespace kube-system. */
  Answer<String> clusterUid();
}
