// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import java.util.Locale;

/** The programs of a node. */
public enum Daemon {
  ETCD,
  CONTAINERD,
  KUBE_APISERVER,
  KUBE_CONTROLLER_MANAGER,
  KUBE_SCHEDULER,
  KUBELET;

  /** Returns the name of its file and of its log. */
  public String program() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
