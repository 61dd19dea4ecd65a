// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A granted lease as one JSON Patch of its pod: all of it happens, or nothing. */
final class PodLease {
  private static final String ANNOTATIONS = "/metadata/annotations";

  private PodLease() {}

  /**
   * Returns the patch.
   *
   * @param seen the annotation that the plan was made on, letter by letter; empty if there was none
   */
  static List<PatchStep> patch(Action.Announce announce, Optional<String> seen) {
    ObservedPod pod = announce.pod();
    String lease = LeaseCodec.write(announce.lease());
    String number = Integer.toString(announce.lease().workerId());
    List<PatchStep> steps = new ArrayList<>();
    // A pod of the same name made since is another pod.
    steps.add(PatchStep.test("/metadata/uid", pod.uid()));
    String gate = "/spec/schedulingGates/" + pod.gateIndex().orElse(0);
    if (pod.gated()) {
      // Two operators cannot both lift it, so that a pod has the lease of one.
      steps.add(PatchStep.test(gate + "/name", MetadataKeys.GATE));
    }
    if (!pod.gated() && seen.isPresent()) {
      // A lease never goes back: what is replaced is what the plan was made on. What a kubelet
      // writes to the status meanwhile is no reason to lose.
      steps.add(PatchStep.test(annotation(MetadataKeys.ANNOTATION_LEASE), seen.get()));
    } else if (!pod.gated() || !pod.annotated()) {
      steps.add(PatchStep.test("/metadata/resourceVersion", pod.resourceVersion()));
    }
    if (pod.annotated()) {
      steps.add(PatchStep.add(annotation(MetadataKeys.ANNOTATION_LEASE), lease));
      steps.add(PatchStep.add(annotation(MetadataKeys.ANNOTATION_WORKER_ID), number));
    } else {
      Map<String, String> both =
          Map.of(MetadataKeys.ANNOTATION_LEASE, lease, MetadataKeys.ANNOTATION_WORKER_ID, number);
      steps.add(PatchStep.add(ANNOTATIONS, both));
    }
    if (pod.gated()) {
      steps.add(PatchStep.remove(gate));
    }
    return steps;
  }

  private static String annotation(String key) {
    return ANNOTATIONS + "/" + PatchStep.segment(key);
  }
}
