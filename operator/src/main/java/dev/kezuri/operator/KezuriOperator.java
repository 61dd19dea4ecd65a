// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.idgenerator.IdGeneratorLoop;
import dev.kezuri.operator.idgenerator.IdGeneratorReconciler;
import dev.kezuri.operator.idgenerator.InformerView;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator as a part of a program: {@link #start} returns once its caches are filled, {@link
 * #close} once it has stopped. The client stays the caller's.
 */
public final class KezuriOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KezuriOperator.class);

  private final OperatorConfig config;
  private final Operator operator;
  private final IdGeneratorLoop loop;
  private final ExecutorService writers;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kezuri-sweeper").factory());
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean started;

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
    this.config = config;
    this.writers =
        Executors.newFixedThreadPool(
            config.writers(), Thread.ofPlatform().daemon().name("kezuri-writer-", 0).factory());
    InformerView view = new InformerView();
    this.loop =
        new IdGeneratorLoop(
            port.apply(ClusterPort.on(client)), view, clock, writers, config.guardEvery(), meters);
    this.operator = new Operator(framework -> configure(framework, client, meters));
    operator.register(
        new IdGeneratorReconciler(view, loop),
        controller ->
            controller
                .withReconciliationMaxInterval(Duration.ofMinutes(10))
                .watchingAllNamespaces());
  }

  private void configure(
      ConfigurationServiceOverrider framework, KubernetesClient client, MeterRegistry meters) {
    framework
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withReconciliationTerminationTimeout(Duration.ofSeconds(10))
        .withMetrics(MicrometerMetricsV2.newBuilder(meters).build());
    config
        .election()
        .ifPresent(
            election ->
                framework.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(
                            OperatorConfig.Election.LEASE_NAME)
                        .withLeaseNamespace(election.namespace())
                        .withIdentity(election.identity())
                        .withLeaderCallbacks(
                            new LeaderCallbacks(this::sweepFromNowOn, sweeper::shutdown, who -> {}))
                        .build()));
  }

  /** Starts; returns when all caches are filled (or, with an election, when it takes part). */
  public void start() {
    operator.start();
    started = true;
    if (config.election().isEmpty()) {
      sweepFromNowOn();
    }
  }

  /** Returns whether {@link #start} has returned and {@link #close} was not called. */
  public boolean ready() {
    return started && !closed.get();
  }

  /** Returns whether the informers work; a restart helps if they do not. */
  public boolean healthy() {
    return !started || operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  private void sweepFromNowOn() {
    long every = config.sweepEvery().toMillis();
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    try {
      loop.sweep();
    } catch (RuntimeException e) {
      // The next sweep looks afresh; an exception that left here would end all of them.
      LOG.atWarn().addKeyValue("cause", e.toString()).log("sweep not finished");
    }
  }

  /** Stops: no write is begun after this returns. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    sweeper.shutdown();
    operator.stop();
    writers.shutdown();
    try {
      if (!writers.awaitTermination(10, TimeUnit.SECONDS)
          || !sweeper.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a write was still under way after 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
