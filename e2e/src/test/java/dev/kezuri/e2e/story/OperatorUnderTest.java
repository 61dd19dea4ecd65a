// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The operator in this process, with the rights of the shipped ClusterRole and no others, and a
 * client that is as impatient as its process's own.
 */
public final class OperatorUnderTest implements AutoCloseable {
  private static final int WRITERS = 16;

  private final KubernetesClient client;
  private final KezuriOperator operator;

  private OperatorUnderTest(
      Config admin, Duration guardEvery, InstantSource clock, UnaryOperator<ClusterPort> port) {
    client = new KubernetesClientBuilder().withConfig(OperatorAccount.impersonating(admin)).build();
    OperatorConfig usual = OperatorConfig.inProcess();
    OperatorConfig config =
        new OperatorConfig(Optional.empty(), WRITERS, guardEvery, usual.sweepEvery());
    operator = new KezuriOperator(client, config, clock, port, new SimpleMeterRegistry());
  }

  /** Starts one that reaches the API server as {@code admin} does. */
  public static OperatorUnderTest start(Config admin) {
    return start(admin, InstantSource.system(), UnaryOperator.identity());
  }

  /** Starts one with a clock of its own, whose requests go through {@code port}. */
  public static OperatorUnderTest start(
      Config admin, InstantSource clock, UnaryOperator<ClusterPort> port) {
    return start(admin, OperatorConfig.inProcess().guardEvery(), clock, port);
  }

  /** Starts one that tries a forbidden write every {@code guardEvery}. */
  public static OperatorUnderTest start(
      Config admin, Duration guardEvery, InstantSource clock, UnaryOperator<ClusterPort> port) {
    OperatorUnderTest started = new OperatorUnderTest(admin, guardEvery, clock, port);
    started.operator.start();
    return started;
  }

  /** Returns whether it thinks that its informers work. */
  public boolean healthy() {
    return operator.healthy();
  }

  @Override
  public void close() {
    operator.close();
    client.close();
  }
}
