// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands in for the scheduler: assigns pods without gates to one node. */
final class Binder {
  private static final Logger LOG = LoggerFactory.getLogger(Binder.class);

  private static final long RETRY_MS = 500;

  private final KubernetesClient client;
  private final String node;
  private final Node timer;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();

  Binder(KubernetesClient client, String node, Node timer) {
    this.client = client;
    this.node = node;
    this.timer = timer;
  }

  /** Returns whether the pod has ended for good. */
  static boolean terminal(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  /** Binds the pod in the background if nothing holds it back. */
  void consider(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    if (pod.getSpec().getSchedulingGates().isEmpty()
        && meta.getDeletionTimestamp() == null
        && !terminal(pod)
        && bound.add(meta.getUid())) {
      bindInBackground(meta);
    }
  }

  private void bindInBackground(ObjectMeta meta) {
    Thread.ofVirtual().name("bind-" + meta.getName()).start(() -> bind(meta));
  }

  private void bind(ObjectMeta meta) {
    Binding binding =
        new BindingBuilder()
            .withNewMetadata()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .endMetadata()
            .withNewTarget()
            .withApiVersion("v1")
            .withKind("Node")
            .withName(node)
            .endTarget()
            .build();
    String path =
        "/api/v1/namespaces/%s/pods/%s/binding".formatted(meta.getNamespace(), meta.getName());
    try {
      client.raw(path, "POST", binding);
    } catch (KubernetesClientException e) {
      LOG.info("pod {}/{} not bound: {}", meta.getNamespace(), meta.getName(), e.getMessage());
      if (e.getCode() == 404 || e.getCode() == 409) {
        bound.remove(meta.getUid()); // gone, or another node's
      } else if (!timer.closed()) {
        timer.after(RETRY_MS, () -> bindInBackground(meta));
      }
    }
  }
}
