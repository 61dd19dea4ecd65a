// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;

/** How Kezuri comes into a control plane, and what therefore is left to do for a pod. */
interface Installation {
  /** What is done, for people. */
  String words();

  /** Applies it. */
  void apply(KubernetesClient admin);

  /** Looks once whether all that was applied has taken effect. */
  boolean inForce(KubernetesClient admin);

  /** Returns the configuration that the operator works with. */
  Config operator(Config admin);

  /** Returns what to create for the labelled pod {@code plain}. */
  Pod pod(Pod plain);
}
