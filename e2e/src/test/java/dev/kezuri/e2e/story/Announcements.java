// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;

/** Sees every lease on the pods of one namespace. */
public final class Announcements implements AutoCloseable {
  private final LeaseBook seen = new LeaseBook();
  private final KubernetesClient client;
  private final String namespace;
  private final SharedIndexInformer<Pod> informer;

  /** Sees them from now on. */
  public Announcements(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    informer =
        client
            .pods()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    see(pod);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    see(pod);
                  }

                  @Override
                  public void onDelete(Pod pod, boolean finalStateUnknown) {
                    see(pod);
                  }
                });
  }

  /** Reads the pods once more, for what the informer has not heard yet. */
  public void lookNow() {
    client.pods().inNamespace(namespace).list().getItems().forEach(this::see);
  }

  /** Returns what was seen. */
  public LeaseBook seen() {
    return seen;
  }

  private void see(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(MetadataKeys.ANNOTATION_LEASE);
    if (text == null) {
      return;
    }
    try {
      seen.see(LeaseCodec.read(text));
    } catch (LeaseFormatException e) {
      // A hand wrote it, and no sidecar takes it.
      return;
    }
  }

  @Override
  public void close() {
    informer.close();
  }
}
