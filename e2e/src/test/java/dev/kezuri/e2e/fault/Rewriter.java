// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.OperatorAccount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another client that keeps rewriting what the operator works on: an annotation of its own on every
 * pod, and a label on every WorkerId as one may who acts as the operator.
 */
final class Rewriter implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int NOT_FOUND = 404;

  private final Story story;
  private final KubernetesClient asOperator;
  private final AtomicLong number = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  Rewriter(Config admin, Story story) {
    this.story = story;
    this.asOperator =
        new KubernetesClientBuilder().withConfig(OperatorAccount.impersonating(admin)).build();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofVirtual().name("rewriter-" + i).start(this::rewrite));
    }
  }

  private void rewrite() {
    while (!over) {
      story.workerIds().forEach(id -> touch(asOperator, id, "labels"));
      story
          .client()
          .pods()
          .inNamespace(story.namespace())
          .list()
          .getItems()
          .forEach(pod -> touch(story.client(), pod, "annotations"));
    }
  }

  private void touch(KubernetesClient client, HasMetadata object, String where) {
    String patch =
        "{\"metadata\":{\"%s\":{\"example.com/touched\":\"%d\"}}}"
            .formatted(where, number.incrementAndGet());
    try {
      client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Returns how many writes it has sent. */
  long writes() {
    return number.get();
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asOperator.close();
  }
}
