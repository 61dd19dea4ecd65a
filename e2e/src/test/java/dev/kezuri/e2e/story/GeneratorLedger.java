// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * The WorkerIds of one generator, read anew at each call.
 *
 * @param generator as {@code <namespace>/<name>}
 */
public record GeneratorLedger(KubernetesClient client, String generator) {
  /** Returns all of them. */
  public List<WorkerId> all() {
    return client.resources(WorkerId.class).list().getItems().stream()
        .filter(w -> generator.equals(w.getSpec().generator()))
        .toList();
  }

  /** Returns one of them. */
  public WorkerId get(int id) {
    return client.resources(WorkerId.class).withName(generator.replace('/', '.') + "." + id).get();
  }

  /** Returns those that a pod holds. */
  public List<WorkerId> held() {
    return all().stream()
        .filter(w -> w.getStatus() != null && w.getStatus().window() != null)
        .toList();
  }

  /** Returns the one whose window names the pod of this UID. */
  public Optional<WorkerId> holding(String uid) {
    return held().stream().filter(w -> uid.equals(w.getStatus().window().podUid())).findFirst();
  }

  /** Returns whether the last one who held {@code id} was {@code uid}, ended as {@code end}. */
  public boolean ended(int id, String uid, PastWindow.End end) {
    return get(id).getStatus().history().stream()
        .findFirst()
        .filter(past -> past.podUid().equals(uid) && past.end() == end)
        .isPresent();
  }
}
