// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one pod's status, the newest only, and asks again until the API server has it or the pod
 * of that UID is gone. A pod's end does not wait for it.
 */
final class StatusReporter {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
  private static final long RETRY_MS = 250;

  /** What the API server shall have. */
  private record Wish(PodStatus status, boolean delete) {}

  private final Node node;
  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String uid;
  private Wish wish;
  private Wish done;
  private boolean busy;
  private boolean closed;

  StatusReporter(Node node, Pod pod) {
    this.node = node;
    this.client = node.client();
    this.namespace = pod.getMetadata().getNamespace();
    this.name = pod.getMetadata().getName();
    this.uid = pod.getMetadata().getUid();
  }

  /** Has {@code status} written soon, and the object deleted after it if {@code thenDelete}. */
  synchronized void report(PodStatus status, boolean thenDelete) {
    wish = new Wish(status, thenDelete || (wish != null && wish.delete()));
    writeInBackground();
  }

  /** Nothing is written any more. */
  synchronized void close() {
    closed = true;
  }

  private synchronized void writeInBackground() {
    if (!busy && next() != null) {
      busy = true;
      Thread.ofVirtual().name("status-" + name).start(this::run);
    }
  }

  private synchronized Wish next() {
    return closed || wish.equals(done) ? null : wish;
  }

  private void run() {
    boolean written = true;
    try {
      for (Wish next = next(); next != null && written; next = next()) {
        node.pause().await();
        written = write(next);
        if (written) {
          done(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rest();
    if (written) {
      writeInBackground();
    } else {
      node.after(RETRY_MS, this::writeInBackground);
    }
  }

  private synchronized void done(Wish written) {
    done = written;
  }

  private synchronized void rest() {
    busy = false;
  }

  private boolean write(Wish next) {
    try {
      // The UID is a precondition: a pod made anew under this name is another pod.
      Map<String, Object> patch = Map.of("metadata", Map.of("uid", uid), "status", next.status());
      client
          .pods()
          .inNamespace(namespace)
          .withName(name)
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(patch));
      if (next.delete()) {
        delete();
        close();
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404 || isOtherPod(e)) {
        close();
        return true;
      }
      LOG.warn("status of pod {}/{} not written: {}", namespace, name, e.getMessage());
      return false;
    }
  }

  private boolean isOtherPod(KubernetesClientException e) {
    if (e.getCode() != 409) {
      return false;
    }
    try {
      Pod live = client.pods().inNamespace(namespace).withName(name).get();
      return live == null || !uid.equals(live.getMetadata().getUid());
    } catch (KubernetesClientException unknown) {
      return false;
    }
  }

  private void delete() {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions()
            .withUid(uid)
            .endPreconditions()
            .build();
    client.raw("/api/v1/namespaces/%s/pods/%s".formatted(namespace, name), "DELETE", options);
  }
}
