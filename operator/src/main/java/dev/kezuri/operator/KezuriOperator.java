// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.GatedPort;
import dev.kezuri.operator.idgenerator.IdGeneratorLoop;
import dev.kezuri.operator.idgenerator.IdGeneratorReconciler;
import dev.kezuri.operator.idgenerator.InformerView;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  private final ClusterPort port;
  private final IdGeneratorLoop loop;
  private final IdGeneratorReconciler reconciler;
  private final Leadership leadership;
  private final Health health;
  private final ExecutorService writers;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kezuri-sweeper").factory());
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
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
    this.health = new Health(System::nanoTime, this::leads, this::informers);
    this.leadership = new Leadership(client, config.election(), System::nanoTime, health::answered);
    this.port =
        port.apply(new GatedPort(ClusterPort.on(client), leadership::leads, health::answered));
    InformerView view = new InformerView();
    this.loop = new IdGeneratorLoop(this.port, view, clock, writers, config.guardEvery(), meters);
    this.operator = new Operator(framework -> configure(framework, client, meters));
    this.reconciler = new IdGeneratorReconciler(view, loop, health);
    operator.register(
        reconciler,
        controller ->
            controller
                .withReconciliationMaxInterval(Duration.ofMinutes(10))
                .withRetry(forEver())
                .watchingAllNamespaces());
    Gauge.builder("kezuri.leader", () -> leads() ? 1 : 0)
        .description("1 if this replica works")
        .register(meters);
  }

  private static void configure(
      ConfigurationServiceOverrider framework, KubernetesClient client, MeterRegistry meters) {
    framework
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        // An API server that starts anew may refuse a watch for a moment, with 403 or the like.
        .withStopOnInformerErrorDuringStartup(false)
        .withInformerStoppedHandler(
            (informer, cause) -> {
              if (cause != null) {
                LOG.atError().addKeyValue("cause", cause.toString()).log("an informer has stopped");
              }
            })
        .withReconciliationTerminationTimeout(Duration.ofSeconds(10))
        .withMetrics(MicrometerMetricsV2.newBuilder(meters).build());
  }

  /** The framework's own gives up after five turns, and pods would wait for the next event. */
  private static Retry forEver() {
    return new GenericRetry()
        .withoutMaxAttempts()
        .setInitialInterval(500)
        .setIntervalMultiplier(1.5)
        .setMaxInterval(30_000);
  }

  /**
   * Starts; returns when all caches are filled, and it works or takes part in the election.
   *
   * @throws IllegalStateException if the API server did not fill them within two minutes
   */
  public void start() {
    operator.start();
    if (informers() == Health.Informers.DEAD) {
      close();
      throw new IllegalStateException("the API server did not list all that the operator watches");
    }
    started = true;
    long every = config.sweepEvery().toMillis();
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
    leadership.start(this::work, () -> lost.complete(null));
  }

  private void work() {
    health.sweepEnded();
    reconciler.wake();
  }

  private void sweep() {
    try {
      if (health.quiet()) {
        port.serverTimeMs();
      }
      if (leads()) {
        sweepLedgers();
      }
    } catch (RuntimeException e) {
      // The next sweep looks afresh; an exception that left here would end all of them.
      LOG.atWarn().addKeyValue("cause", e.toString()).log("sweep not finished");
    }
  }

  private void sweepLedgers() {
    try {
      loop.sweep();
    } finally {
      // One that failed has ended too: no restart would mend what it failed of.
      health.sweepEnded();
    }
  }

  private boolean leads() {
    return started && !closed.get() && leadership.leads();
  }

  /** Completes if this replica led and finds that another one does: start anew, to follow. */
  public CompletableFuture<Void> lost() {
    return lost.copy();
  }

  /** Returns whether {@link #start} has returned, {@link #close} was not called, and it sees. */
  public boolean ready() {
    return started && !closed.get() && informers() != Health.Informers.DEAD;
  }

  /** Returns what a restart would mend, if anything. */
  public Optional<String> trouble() {
    return started && !closed.get() ? health.trouble() : Optional.empty();
  }

  /** Returns whether there is nothing that a restart would mend. */
  public boolean healthy() {
    return trouble().isEmpty();
  }

  private Health.Informers informers() {
    return InformerStates.of(operator.getRuntimeInfo());
  }

  /** Stops: no write is begun after this returns, and another replica may lead at once. */
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
    leadership.close();
  }
}
