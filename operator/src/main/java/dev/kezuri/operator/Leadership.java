// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.apply.LeaderLease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this replica works. With an election: from when it has the Lease until {@link
 * #RENEW_DEADLINE} after its last renewal was sent, whatever else it has heard since. While the API
 * server does not answer, a leader writes nothing and goes on asking; it is lost when it finds that
 * another one leads.
 */
final class Leadership implements LeaderLease.Listener, AutoCloseable {
  /** A follower takes over when the Lease has not changed for so long. */
  static final Duration LEASE = Duration.ofSeconds(10);

  /** A leader writes no longer than this without a renewal. */
  static final Duration RENEW_DEADLINE = Duration.ofSeconds(7);

  /** The leader renews so often; followers look at 1 to 2.2 times this. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(KezuriOperator.class);

  private final KubernetesClient client;
  private final Optional<OperatorConfig.Election> election;
  private final LongSupplier nanoTime;
  private final Runnable answered;
  private final ExecutorService elector =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("kezuri-election").factory());
  private volatile boolean leading;
  private volatile boolean closed;
  private volatile long renewedNanos;
  private volatile boolean led;
  private CompletableFuture<?> running;

  Leadership(
      KubernetesClient client,
      Optional<OperatorConfig.Election> election,
      LongSupplier nanoTime,
      Runnable answered) {
    this.client = client;
    this.election = election;
    this.nanoTime = nanoTime;
    this.answered = answered;
  }

  /** Returns whether this replica may write now. */
  boolean leads() {
    return leading
        && (election.isEmpty() || nanoTime.getAsLong() - renewedNanos < RENEW_DEADLINE.toNanos());
  }

  /**
   * Takes part from now on.
   *
   * @param won run when this replica leads, or does again; at once without an election
   * @param lost run when it led and another one does
   */
  void start(Runnable won, Runnable lost) {
    if (election.isEmpty()) {
      leading = true;
      won.run();
      return;
    }
    OperatorConfig.Election where = election.get();
    LeaderLease lease =
        new LeaderLease(
            client,
            where.namespace(),
            OperatorConfig.Election.LEASE_NAME,
            where.identity(),
            InstantSource.system(),
            nanoTime,
            this);
    ask(lease, won, lost);
  }

  private synchronized void ask(LeaderLease lease, Runnable won, Runnable lost) {
    if (closed) {
      return;
    }
    LeaderCallbacks callbacks =
        new LeaderCallbacks(
            () -> begin(lease, won), () -> end(lease, won, lost), who -> hear(lease, who, lost));
    running =
        new LeaderElectorBuilder(client, elector)
            .withConfig(
                new LeaderElectionConfig(
                    lease, LEASE, RENEW_DEADLINE, RETRY, callbacks, true, lease.describe()))
            .build()
            .start();
  }

  @Override
  public void answered() {
    answered.run();
  }

  @Override
  public void renewed(long sentNanos) {
    renewedNanos = sentNanos;
  }

  private void begin(LeaderLease lease, Runnable won) {
    leading = true;
    led = true;
    LOG.atInfo().addKeyValue("identity", lease.identity()).log("leads");
    won.run();
  }

  private void hear(LeaderLease lease, String who, Runnable lost) {
    if (who == null || who.equals(lease.identity()) || closed) {
      return;
    }
    LOG.atInfo().addKeyValue("leader", who).log("follows");
    if (led) {
      leading = false;
      lost.run();
    }
  }

  private void end(LeaderLease lease, Runnable won, Runnable lost) {
    if (!leading || closed) {
      return;
    }
    leading = false;
    LOG.atWarn().addKeyValue("identity", lease.identity()).log("leads no more");
    // Whether another one does is not known yet.
    elector.execute(() -> ask(lease, won, lost));
  }

  /** Gives the Lease away if this replica has it. To be called when nothing is written any more. */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      if (running != null) {
        running.cancel(true);
      }
    }
    leading = false;
    elector.shutdown();
    try {
      if (!elector.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("the Lease was not given away within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
