// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collection;
import java.util.List;

/**
 * Watches the ledger of one generator where it is stored, write by write, and holds against it its
 * own rules, the IDs drawn and the leases announced.
 */
public final class LedgerWitness implements AutoCloseable {
  private final WindowBook windows = new WindowBook();
  private final RuleBook rules = new RuleBook();
  private final EtcdWatch watch;

  /** Watches the WorkerIds of {@code <namespace>/<name>} in the etcd at {@code etcd}. */
  public LedgerWitness(String etcd, String generator) {
    String prefix = "/registry/kezuri.dev/workerids/" + generator.replace('/', '.') + ".";
    this.watch = new EtcdWatch(etcd, prefix, this::see);
  }

  private void see(String before, String after) {
    if (after == null) {
      return;
    }
    WorkerId now = Serialization.unmarshal(after, WorkerId.class);
    if (now.getStatus() != null) {
      windows.see(now);
    }
    if (before != null) {
      rules.see(Serialization.unmarshal(before, WorkerId.class), now);
    }
  }

  /** Waits until all that was written before this call has been seen. */
  public void catchUp() {
    watch.catchUp();
  }

  /** Returns a sentence for each write that broke a rule of the ledger. */
  public List<String> brokenRules() {
    watch.catchUp();
    return rules.broken();
  }

  /** Returns a sentence for each pair of windows of one worker ID that overlap. */
  public List<String> overlaps() {
    watch.catchUp();
    return windows.overlaps();
  }

  /** Returns a sentence for each ID outside every window that the ledger gave its pod. */
  public List<String> outside(IdLayout layout, Collection<IdJournal.Drawn> drawn) {
    watch.catchUp();
    return windows.outside(layout, drawn);
  }

  /** Returns a sentence for each lease that says more than the ledger ever did. */
  public List<String> unfounded(Collection<Lease> announced) {
    watch.catchUp();
    return windows.unfounded(announced);
  }

  /** Returns how many windows were ever given. */
  public int grants() {
    watch.catchUp();
    return windows.grants();
  }

  @Override
  public void close() {
    watch.close();
  }
}
