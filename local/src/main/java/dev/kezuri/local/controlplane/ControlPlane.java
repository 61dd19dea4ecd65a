// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.Optional;

/** A running Kubernetes API, made by this process and ended by {@link #close()}. */
public interface ControlPlane extends AutoCloseable {
  /** What to call it in a sentence, such as {@code embedded API server}. */
  String name();

  /**
   * How an administrator's client reaches it; a fresh copy at each call, namespace {@code default}.
   */
  Config config();

  /** A kubeconfig file for kubectl, for as long as it runs; empty where kubectl is of no use. */
  Optional<Path> kubeconfig();

  /** Ends it and removes its files; a second call does nothing. */
  @Override
  void close();
}
