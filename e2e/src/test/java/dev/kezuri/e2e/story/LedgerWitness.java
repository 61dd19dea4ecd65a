// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Collection;
import java.util.List;

/**
 * Watches the ledger of one generator, for longer than its history remembers, and holds the drawn
 * IDs against it.
 */
final class LedgerWitness implements AutoCloseable {
  private final KubernetesClient client;
  private final String generator;
  private final WindowBook windows = new WindowBook();
  private final Watch watch;

  LedgerWitness(KubernetesClient client, String generator) {
    this.client = client;
    this.generator = generator;
    this.watch =
        client
            .resources(WorkerId.class)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, WorkerId workerId) {
                    see(workerId);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    // What a closed watch missed is in the history that the last list shows.
                  }
                });
  }

  private void see(WorkerId workerId) {
    if (generator.equals(workerId.getSpec().generator()) && workerId.getStatus() != null) {
      windows.see(workerId);
    }
  }

  /** Returns a sentence for each pair of windows of one worker ID that overlap. */
  List<String> overlaps() {
    lookNow();
    return windows.overlaps();
  }

  /** Returns a sentence for each ID outside every window that the ledger gave its pod. */
  List<String> outside(IdLayout layout, Collection<IdJournal.Drawn> drawn) {
    lookNow();
    return windows.outside(layout, drawn);
  }

  /** Returns how many windows were ever given. */
  int grants() {
    lookNow();
    return windows.grants();
  }

  private void lookNow() {
    client.resources(WorkerId.class).list().getItems().forEach(this::see);
  }

  @Override
  public void close() {
    watch.close();
  }
}
