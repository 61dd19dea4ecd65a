// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.complete;

import java.util.List;
import java.util.Map;

/** Names that only a cluster or a kubeconfig knows; none where it cannot be asked at once. */
@FunctionalInterface
public interface Names {
  /** What is asked for. */
  enum Of {
    GENERATORS,
    PODS,
    NAMESPACES,
    CONTEXTS
  }

  /**
   * Returns the names.
   *
   * @param given the options typed so far that say which cluster is meant, such as {@code
   *     --context} and its value
   */
  List<String> list(Of kind, Map<String, String> given);
}
