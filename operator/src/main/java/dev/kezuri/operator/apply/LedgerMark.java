// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import java.util.List;
import java.util.Map;

/**
 * The annotation that ties an IdGenerator to the cluster its ledger is in. It is written after
 * {@code provisioned}, never before: the annotation without the number means that a restore lost
 * the status.
 */
public final class LedgerMark {
  private LedgerMark() {}

  /** Returns the UID that {@code generator} is tied to, or null. */
  public static String of(IdGenerator generator) {
    Map<String, String> annotations = generator.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(MetadataKeys.ANNOTATION_LEDGER);
  }

  /** Ties {@code generator} to {@code clusterUid} if it is not tied yet. */
  public static Answer<IdGenerator> put(
      ClusterPort port, IdGenerator generator, String clusterUid) {
    var metadata = generator.getMetadata();
    if (of(generator) != null) {
      return new Answer.Stored<>(generator);
    }
    boolean bare = metadata.getAnnotations() == null || metadata.getAnnotations().isEmpty();
    String path = "/metadata/annotations";
    String key = MetadataKeys.ANNOTATION_LEDGER;
    return port.patchGenerator(
        metadata.getNamespace(),
        metadata.getName(),
        List.of(
            PatchStep.test("/metadata/uid", metadata.getUid()),
            PatchStep.test("/metadata/resourceVersion", metadata.getResourceVersion()),
            bare
                ? PatchStep.add(path, Map.of(key, clusterUid))
                : PatchStep.add(path + "/" + PatchStep.segment(key), clusterUid)));
  }
}
