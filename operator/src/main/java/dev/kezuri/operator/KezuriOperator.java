// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * The operator as a part of a program: {@link #start} returns once it works, {@link #close} once it
 * has stopped. The client stays the caller's.
 */
public final class KezuriOperator implements AutoCloseable {
  /** Makes an operator that is not yet started. */
  public KezuriOperator(KubernetesClient client, OperatorConfig config, InstantSource clock) {
    this(client, config, clock, UnaryOperator.identity(), new SimpleMeterRegistry());
  }

  /**
   * Makes an operator whose requests go through {@code port}.
   *
   * @param port given the port to the cluster, returns the one to use, so that a test can halt the
   *     operator after any of its writes
   * @param meters where its meters go
   */
  public KezuriOperator(
      KubernetesClient client,
      OperatorConfig config,
      InstantSource clock,
      UnaryOperator<ClusterPort> port,
      MeterRegistry meters) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Starts; returns when all caches are filled (or, with an election, when it takes part). */
  public void start() {}

  /** Stops: no write is begun after this returns. */
  @Override
  public void close() {}
}
