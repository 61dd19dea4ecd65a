// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One generator as it was seen.
 *
 * @param generator {@code <namespace>/<name>}
 * @param object empty if only WorkerIds name it
 * @param workerIds all of this name, in range or not, whatever their layout
 * @param pods all that have its label, or a lease of it
 * @param clusterUid what tells this cluster from others
 */
public record Sight(
    String generator,
    Optional<IdGenerator> object,
    List<WorkerId> workerIds,
    List<Told> pods,
    String clusterUid) {
  /** Copies the lists. */
  public Sight {
    workerIds = List.copyOf(workerIds);
    pods = List.copyOf(pods);
  }

  /** Returns whether the operator holds this generator back as Restored. */
  public boolean restored() {
    return object.filter(there -> restored(there, clusterUid) || lost(there)).isPresent();
  }

  /** An IdGenerator that has begun nothing, among WorkerIds that lost their status. */
  boolean lost(IdGenerator there) {
    IdGeneratorStatus status = there.getStatus();
    String uid = there.getMetadata().getUid();
    return (status == null || status.provisioned() == null)
        && workerIds.stream().anyMatch(one -> one.hasLostStatus(uid));
  }

  static boolean restored(IdGenerator generator, String clusterUid) {
    String mark = mark(generator);
    IdGeneratorStatus status = generator.getStatus();
    boolean lost = status == null || status.provisioned() == null;
    return mark != null && (lost || !mark.equals(clusterUid));
  }

  /** Returns the cluster that the generator's ledger was begun in, or null. */
  static String mark(IdGenerator generator) {
    Map<String, String> annotations = generator.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(MetadataKeys.ANNOTATION_LEDGER);
  }

  /**
   * Returns the lowest number that is above all that exist and all that pods were told of. Numbers
   * of another layout are another generator's.
   */
  int aboveAll() {
    int first = object.map(there -> there.getSpec().workerIds().first()).orElse(0);
    Optional<LayoutSpec> layout = object.map(there -> there.getSpec().layout());
    int made =
        workerIds.stream()
            .map(WorkerId::getSpec)
            .filter(spec -> layout.isEmpty() || layout.get().equals(spec.layout()))
            .mapToInt(spec -> spec.id() + 1)
            .max()
            .orElse(first);
    int told =
        pods.stream()
            .flatMap(pod -> pod.lease().stream())
            .filter(lease -> lease.generator().equals(generator))
            .filter(lease -> layout.isEmpty() || layout.get().toIdLayout().equals(lease.layout()))
            .mapToInt(lease -> lease.workerId() + 1)
            .max()
            .orElse(first);
    return Math.max(first, Math.max(made, told));
  }
}
