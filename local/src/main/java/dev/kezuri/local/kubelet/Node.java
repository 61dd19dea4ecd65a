// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;

/** What the workers of a node's pods share. */
interface Node {
  KubernetesClient client();

  KubeletOptions options();

  InstantSource time();

  Pause pause();

  /** Whether the kubelet has ended, and workers do nothing more. */
  boolean closed();

  /** Runs {@code task}, which must be short, after a while. */
  void after(long delayMs, Runnable task);

  /** Takes a pod off the node's list. */
  void forget(PodWorker worker);
}
