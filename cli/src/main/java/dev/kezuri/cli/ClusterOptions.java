// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import picocli.CommandLine.Option;

/** Which cluster to ask, and as whom; the words are kubectl's. */
final class ClusterOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of the IdGenerators; default: the context's.")
  String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: KUBECONFIG, then ~/.kube/config.")
  String kubeconfig;

  @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig.")
  String context;

  @Option(names = "--as", paramLabel = "USER", description = "Ask as this user.")
  String as;

  @Option(
      names = "--as-group",
      paramLabel = "GROUP",
      description = "Ask as a member of this group; may be repeated.")
  String[] asGroups = {};
}
