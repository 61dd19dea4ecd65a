// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The rules of one kind on a write, beyond its schema. */
interface WriteRules {
  /** The rules of kinds that have none. */
  WriteRules NONE = (before, after) -> List.of();

  /**
   * Returns what is wrong with the write, one message each.
   *
   * @param before null for a new object
   */
  List<String> broken(JsonNode before, JsonNode after);

  /** Returns the rules of {@code kind}. */
  static WriteRules of(ResourceKind kind) {
    if (kind.equals(ResourceKind.PODS)) {
      return new PodRules();
    }
    return switch (kind.qualified()) {
      case "workerids.kezuri.dev" -> new WorkerIdRules();
      case "idgenerators.kezuri.dev" -> new IdGeneratorRules();
      default -> NONE;
    };
  }
}
