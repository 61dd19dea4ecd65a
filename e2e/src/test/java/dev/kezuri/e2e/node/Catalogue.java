// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static dev.kezuri.e2e.node.NodeStory.Phase.ALONE;
import static dev.kezuri.e2e.node.NodeStory.Phase.END;
import static dev.kezuri.e2e.node.NodeStory.Phase.MANIFESTS;
import static dev.kezuri.e2e.node.NodeStory.Phase.TOGETHER;
import static dev.kezuri.e2e.node.NodeStory.Phase.UPGRADE;

import java.util.List;

/** All stories. */
final class Catalogue {
  private static final boolean CORE = true;
  private static final boolean MORE = false;

  static final List<NodeStory> STORIES =
      List.of(
          new NodeStory(
              "deployment",
              TOGETHER,
              CORE,
              "a Deployment of 5, scaled to 20 and back, rolled out with surge",
              WorkloadStories::deployment),
          new NodeStory(
              "forced",
              TOGETHER,
              CORE,
              "a pod deleted by force: its number rests until the end of the lease",
              EndStories::forced),
          new NodeStory(
              "statefulset",
              TOGETHER,
              CORE,
              "a StatefulSet of 3, rolled out: the same names, other pods",
              WorkloadStories::statefulSet),
          new NodeStory(
              "namespace",
              TOGETHER,
              CORE,
              "a namespace deleted with its pods while leases of 10 minutes are open",
              EndStories::namespace),
          new NodeStory(
              "job",
              TOGETHER,
              CORE,
              "a Job of 4 pods on 2 numbers: ends by itself, and frees them at once",
              WorkloadStories::job),
          new NodeStory(
              "pod",
              TOGETHER,
              CORE,
              "bare pods on one number: a graceful delete frees it at once",
              WorkloadStories::pod),
          new NodeStory(
              "daemonset",
              TOGETHER,
              CORE,
              "a DaemonSet, rolled out with surge",
              WorkloadStories::daemonSet),
          new NodeStory(
              "hostnetwork",
              TOGETHER,
              CORE,
              "a pod on the node's network: refused without ports of its own, serves with them",
              WorkloadStories::hostNetwork),
          new NodeStory(
              "sidecar-term",
              TOGETHER,
              CORE,
              "the sidecar of a running pod gets TERM: the same number, in the next turn",
              SidecarStories::term),
          new NodeStory(
              "sidecar-kill",
              TOGETHER,
              CORE,
              "the sidecar is killed (-9): the same number, the same turn",
              SidecarStories::killed),
          new NodeStory(
              "sidecar-oom",
              TOGETHER,
              CORE,
              "the sidecar runs out of memory, and is killed by the kernel",
              SidecarStories::outOfMemory),
          new NodeStory(
              "renewal",
              TOGETHER,
              CORE,
              "a lease of 10 s, renewed under a running sidecar",
              SidecarStories::renewal),
          new NodeStory(
              "eviction",
              TOGETHER,
              CORE,
              "a pod evicted by the API, with a disruption budget",
              EndStories::eviction),
          new NodeStory(
              "kubelet",
              ALONE,
              CORE,
              "the kubelet killed (-9) and started again",
              RestartStories::kubelet),
          new NodeStory(
              "containerd",
              ALONE,
              CORE,
              "containerd killed (-9) and started again",
              RestartStories::containerd),
          new NodeStory(
              "apiserver",
              ALONE,
              CORE,
              "the API server killed (-9) and started again",
              RestartStories::apiServer),
          new NodeStory(
              "operator",
              ALONE,
              CORE,
              "both replicas of the operator killed (-9)",
              RestartStories::operator),
          new NodeStory(
              "job-injected",
              MANIFESTS,
              CORE,
              "as job, injected by the command, without the policies",
              WorkloadStories::job),
          new NodeStory(
              "deployment-injected",
              MANIFESTS,
              MORE,
              "as deployment, injected by the command, without the policies",
              WorkloadStories::deployment),
          new NodeStory(
              "forced-injected",
              MANIFESTS,
              MORE,
              "as forced, injected by the command, without the policies",
              EndStories::forced),
          new NodeStory(
              "term-injected",
              MANIFESTS,
              MORE,
              "as sidecar-term, injected by the command, without the policies",
              SidecarStories::term),
          new NodeStory(
              "upgrade-operator",
              UPGRADE,
              CORE,
              "the operator upgraded in place by helm upgrade",
              UpgradeStories::operator),
          new NodeStory(
              "upgrade-sidecars",
              UPGRADE,
              CORE,
              "sidecars upgraded in place by kubectl kezuri upgrade-sidecars",
              UpgradeStories::sidecars),
          new NodeStory(
              "uninstall-waiting",
              END,
              MORE,
              "kubectl kezuri uninstall, which waits until the ledger is over; and installed again",
              UninstallStories::waiting),
          new NodeStory(
              "uninstall",
              END,
              CORE,
              "kubectl kezuri uninstall --forget-ledger; refused while labelled pods live",
              UninstallStories::whole));

  private Catalogue() {}
}
