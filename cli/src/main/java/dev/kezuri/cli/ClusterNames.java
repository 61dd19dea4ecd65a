// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.complete.Names;
import java.util.List;
import java.util.Map;

/** Asks a cluster for names, and has none where it does not answer within a moment. */
final class ClusterNames implements Names {
  @Override
  public List<String> list(Of kind, Map<String, String> given) {
    ClusterOptions options = new ClusterOptions();
    options.kubeconfig = given.get("--kubeconfig");
    options.context = given.get("--context");
    options.namespace = given.get("--namespace");
    options.as = given.get("--as");
    try {
      return kind == Of.CONTEXTS ? Cluster.contexts(options) : Cluster.names(options, kind);
    } catch (ClusterException e) {
      // A person is typing: an error would land in the middle of the line.
      return List.of();
    }
  }
}
