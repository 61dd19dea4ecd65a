// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** Worker IDs of an IdGenerator that may be gone, made by hand and free for an hour. */
public final class PastLedger {
  private final KubernetesClient operator;
  private final String generator;

  /**
   * Begins a ledger.
   *
   * @param operator a client that may write WorkerIds
   * @param generator {@code <namespace>/<name>}
   */
  public PastLedger(KubernetesClient operator, String generator) {
    this.operator = operator;
    this.generator = generator;
  }

  /** Makes a worker ID with the finalizer that keeps it. */
  public void add(int id) {
    add(id, List.of(MetadataKeys.FINALIZER_LEDGER));
  }

  /** Makes a worker ID with these finalizers. */
  public void add(int id, List<String> finalizers) {
    WorkerId wanted = new WorkerId();
    wanted.setMetadata(
        new ObjectMetaBuilder()
            .withName(WorkerId.nameOf(generator, id))
            .withFinalizers(finalizers)
            .build());
    wanted.setSpec(new WorkerIdSpec(generator, id, LayoutSpec.defaults()));
    WorkerId stored = operator.resource(wanted).create();
    // Without a status its past is unknown, and it stays for the longest lease there is.
    long floorMs = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
    stored.setStatus(WorkerIdStatus.free(floorMs));
    operator.resource(stored).updateStatus();
  }

  /** Returns how many of its worker IDs are there. */
  public long size() {
    return operator.resources(WorkerId.class).list().getItems().stream()
        .filter(object -> object.getSpec().generator().equals(generator))
        .count();
  }
}
