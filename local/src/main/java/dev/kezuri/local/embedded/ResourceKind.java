// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

/**
 * A kind of objects, as it stands in a path.
 *
 * @param group empty for the core group
 */
record ResourceKind(String group, String version, String plural) {
  static final ResourceKind PODS = new ResourceKind("", "v1", "pods");
  static final ResourceKind NAMESPACES = new ResourceKind("", "v1", "namespaces");
  static final ResourceKind CRDS =
      new ResourceKind("apiextensions.k8s.io", "v1", "customresourcedefinitions");

  /** Whether it is made by a CRD rather than built in. */
  boolean custom() {
    return group.contains(".") && !group.endsWith(".k8s.io");
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Returns {@code pods} or {@code workerids.kezuri.dev}. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
