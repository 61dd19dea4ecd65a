// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.util.List;

/**
 * The programs of a control plane and of a node: which version is built, and which are good enough
 * if found.
 */
public enum Binary {
  ETCD("etcd", "3.7.3", "3.5", "go.etcd.io/etcd/server/v3", List.of("--version")),
  KUBE_APISERVER(
      "kube-apiserver",
      "1.37.2",
      // The first with stable MutatingAdmissionPolicies.
      "1.36",
      "k8s.io/kubernetes/cmd/kube-apiserver",
      List.of("--version")),
  KUBECTL(
      "kubectl", "1.37.2", "1.36", "k8s.io/kubernetes/cmd/kubectl", List.of("version", "--client")),
  KUBE_CONTROLLER_MANAGER(
      "kube-controller-manager",
      "1.37.2",
      "1.36",
      "k8s.io/kubernetes/cmd/kube-controller-manager",
      List.of("--version")),
  KUBE_SCHEDULER(
      "kube-scheduler",
      "1.37.2",
      "1.36",
      "k8s.io/kubernetes/cmd/kube-scheduler",
      List.of("--version")),
  KUBELET("kubelet", "1.37.2", "1.36", "k8s.io/kubernetes/cmd/kubelet", List.of("--version"));

  /** What a node needs beside etcd and kube-apiserver. */
  public static final List<Binary> OF_A_NODE =
      List.of(KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBELET, KUBECTL);

  private final String fileName;
  private final String version;
  private final String oldest;
  private final String mainPackage;
  private final List<String> versionArguments;

  Binary(
      String fileName,
      String version,
      String oldest,
      String mainPackage,
      List<String> versionArguments) {
    this.fileName = fileName;
    this.version = version;
    this.oldest = oldest;
    this.mainPackage = mainPackage;
    this.versionArguments = versionArguments;
  }

  /** The name of its file. */
  public String fileName() {
    return fileName;
  }

  /** The version that is built if none is found. */
  public String version() {
    return version;
  }

  /** The oldest version that will do, as {@code major.minor}. */
  public String oldest() {
    return oldest;
  }

  String mainPackage() {
    return mainPackage;
  }

  List<String> versionArguments() {
    return versionArguments;
  }

  /** Returns whether the folders that test tools download have it. */
  boolean comesWithApiServer() {
    return this == ETCD || this == KUBE_APISERVER;
  }

  /** Returns whether a found {@code candidate} version will do. */
  boolean accepts(String candidate) {
    return Versions.atLeast(candidate, oldest);
  }
}
