// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.node.KezuriChart;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The installed operator. */
final class Operators {
  static final String NAMESPACE = KezuriChart.NAMESPACE;
  private static final String NAME = "kezuri-operator";

  private Operators() {}

  /** Returns its replicas that are not on their way out. */
  static List<Pod> pods(KubernetesClient client) {
    return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith(NAME))
        .filter(pod -> !pod.isMarkedForDeletion())
        .toList();
  }

  /** Waits until every replica is of the Deployment as it is now, and ready. */
  static void awaitRolledOut(KubernetesClient client) {
    Story.await("the operator is rolled out", () -> isRolledOut(client));
  }

  private static boolean isRolledOut(KubernetesClient client) {
    Deployment now = client.apps().deployments().inNamespace(NAMESPACE).withName(NAME).get();
    int wanted = now.getSpec().getReplicas();
    return now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
        && Integer.valueOf(wanted).equals(now.getStatus().getUpdatedReplicas())
        && Integer.valueOf(wanted).equals(now.getStatus().getAvailableReplicas())
        && Integer.valueOf(wanted).equals(now.getStatus().getReplicas());
  }
}
