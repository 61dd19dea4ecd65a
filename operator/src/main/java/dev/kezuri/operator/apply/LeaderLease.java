// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The Lease by which replicas agree who works. The client's own LeaseLock believes the clock of the
 * other replica: one whose clock is an hour ahead would take the Lease from a leader that works,
 * and one an hour behind would take over an hour late. This one tells only how long ago it saw the
 * Lease change, by a clock that nobody sets. The holder renews by a PUT alone; a release empties
 * the holder's name.
 */
public final class LeaderLease implements Lock {
  /** Who wants to know what the API server said. */
  public interface Listener {
    /** The API server has answered. */
    void answered();

    /** A request was sent at {@code sentNanos} that made or kept this replica leader. */
    void renewed(long sentNanos);
  }

  private final ServerAnswers answers;
  private final String namespace;
  private final String name;
  private final String identity;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private Lease known;
  private boolean latest;
  private String seenVersion;
  private long seenAtNanos;

  /**
   * Makes the lock of one replica.
   *
   * @param clock the one that the elector compares times with
   * @param nanoTime a clock that nobody sets
   */
  public LeaderLease(
      KubernetesClient client,
      String namespace,
      String name,
      String identity,
      InstantSource clock,
      LongSupplier nanoTime,
      Listener listener) {
    this.answers = new ServerAnswers(FabricPort.asking(client));
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  private String folder() {
    return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
  }

  @Override
  public synchronized LeaderElectionRecord get(KubernetesClient client) {
    // Whoever wrote last knows what is there, until a write of its own fails.
    if (!latest) {
      Answer<Lease> answer = answers.ask("GET", folder() + "/" + name, null, Lease.class);
      if (answer instanceof Answer.NotFound<Lease>()) {
        listener.answered();
        return null;
      }
      known = stored(answer);
    }
    return record(known.getSpec());
  }

  private LeaderElectionRecord record(LeaseSpec found) {
    LeaseSpec spec = Objects.requireNonNullElseGet(found, LeaseSpec::new);
    String version = known.getMetadata().getResourceVersion();
    if (!version.equals(seenVersion)) {
      seenVersion = version;
      seenAtNanos = nanoTime.getAsLong();
    }
    Integer seconds = spec.getLeaseDurationSeconds();
    Integer transitions = spec.getLeaseTransitions();
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    return new LeaderElectionRecord(
        spec.getHolderIdentity(),
        Duration.ofSeconds(seconds == null ? 1 : seconds),
        spec.getAcquireTime() == null ? now : spec.getAcquireTime(),
        now.minusNanos(nanoTime.getAsLong() - seenAtNanos),
        transitions == null ? 0 : transitions);
  }

  @Override
  public synchronized void create(KubernetesClient client, LeaderElectionRecord record) {
    write("POST", folder(), record, null);
  }

  @Override
  public synchronized void update(KubernetesClient client, LeaderElectionRecord record) {
    write("PUT", folder() + "/" + name, record, known.getMetadata().getResourceVersion());
  }

  private void write(String verb, String path, LeaderElectionRecord record, String version) {
    Lease wanted =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withResourceVersion(version)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(record.getHolderIdentity())
            .withLeaseDurationSeconds((int) record.getLeaseDuration().toSeconds())
            .withAcquireTime(record.getAcquireTime())
            .withRenewTime(record.getRenewTime())
            .withLeaseTransitions(record.getLeaderTransitions())
            .endSpec()
            .build();
    latest = false;
    long sentNanos = nanoTime.getAsLong();
    known = stored(answers.ask(verb, path, wanted, Lease.class));
    latest = true;
    if (identity.equals(record.getHolderIdentity())) {
      listener.renewed(sentNanos);
    }
  }

  private Lease stored(Answer<Lease> answer) {
    if (answer instanceof Answer.Stored<Lease>(Lease lease)) {
      listener.answered();
      return lease;
    }
    int code = answer instanceof Answer.Conflict ? 409 : 0;
    // What the elector takes for "try again".
    throw new KubernetesClientException(answer.words(), code, null);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String describe() {
    return "Lease " + namespace + "/" + name + " (" + identity + ")";
  }
}
