// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The informer's pods, of which only what the operator reads is kept: thousands of pods with all
 * their variables, volumes and managed fields would be most of its heap. No write is made from
 * these copies: a pod is written by a JSON Patch of what the plan says, never whole.
 */
final class LeanPods extends BasicItemStore<Pod> {
  private static final String OWN = MetadataKeys.GROUP + "/";

  LeanPods() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public Pod put(String key, Pod pod) {
    return super.put(key, lean(pod));
  }

  /** Takes from {@code pod} itself what nobody here reads. */
  static Pod lean(Pod pod) {
    ObjectMeta metadata = pod.getMetadata();
    metadata.setManagedFields(List.of());
    metadata.setOwnerReferences(List.of());
    metadata.setAnnotations(lean(metadata.getAnnotations()));
    if (pod.getSpec() != null) {
      pod.setSpec(lean(pod.getSpec()));
    }
    if (pod.getStatus() != null) {
      pod.setStatus(lean(pod.getStatus()));
    }
    return pod;
  }

  /** The keys stay: a JSON Patch must know whether there are any. */
  private static Map<String, String> lean(Map<String, String> annotations) {
    if (annotations == null) {
      return null;
    }
    Map<String, String> kept = new LinkedHashMap<>();
    annotations.forEach((key, value) -> kept.put(key, key.startsWith(OWN) ? value : ""));
    return kept;
  }

  private static PodSpec lean(PodSpec spec) {
    PodSpec kept = new PodSpec();
    kept.setNodeName(spec.getNodeName());
    kept.setSchedulingGates(spec.getSchedulingGates());
    kept.setInitContainers(names(spec.getInitContainers()));
    kept.setContainers(names(spec.getContainers()));
    return kept;
  }

  private static List<Container> names(List<Container> containers) {
    return containers.stream().map(LeanPods::name).toList();
  }

  private static Container name(Container container) {
    Container kept = new Container();
    kept.setName(container.getName());
    return kept;
  }

  private static PodStatus lean(PodStatus status) {
    PodStatus kept = new PodStatus();
    kept.setPhase(status.getPhase());
    kept.setConditions(status.getConditions());
    kept.setInitContainerStatuses(sidecars(status.getInitContainerStatuses()));
    kept.setContainerStatuses(sidecars(status.getContainerStatuses()));
    return kept;
  }

  private static List<ContainerStatus> sidecars(List<ContainerStatus> statuses) {
    return statuses.stream()
        .filter(status -> MetadataKeys.SIDECAR_CONTAINER.equals(status.getName()))
        .toList();
  }
}
