// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import io.fabric8.kubernetes.api.model.PodStatus;

/** What a kubelet tells the API server of one pod: the newest only, as soon as it can. */
final class StatusReports {
  private final PodOnNode pod;
  private final Node node;
  private final Dice dice;
  private PodStatus wish;
  private PodStatus last;
  private boolean delete;
  private boolean underWay;

  StatusReports(PodOnNode pod, Dice dice) {
    this.pod = pod;
    this.node = pod.node();
    this.dice = dice;
  }

  /** Has {@code status} written soon, and the object deleted after it if {@code thenDelete}. */
  void write(PodStatus status, boolean thenDelete) {
    wish = status;
    delete |= thenDelete;
    send();
  }

  private boolean possible() {
    return node.kubeletUp() && !node.isCut();
  }

  void send() {
    if (wish != null && !underWay && possible()) {
      underWay = true;
      node.after(dice.span(5, 300), this::land);
    }
  }

  private void land() {
    underWay = false;
    if (wish == null || !possible()) {
      return;
    }
    last = wish;
    wish = null;
    pod.world().pods().status(pod.uid(), name(), last);
    if (delete) {
      // The kubelet asks for the end only once the status is there.
      node.after(dice.between(300, 1_000), this::delete);
    }
  }

  private void delete() {
    if (possible()) {
      pod.world().pods().remove(pod.uid(), name());
      pod.forgotten();
    } else {
      wish = last;
    }
  }

  private String name() {
    return pod.pod().getMetadata().getName();
  }
}
