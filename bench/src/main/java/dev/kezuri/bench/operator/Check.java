// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether what the operator did is right: a quick wrong answer is none. */
final class Check {
  private Check() {}

  /**
   * Fails unless all {@code count} pods are granted: each a number of its own, which the ledger
   * says is its own, no gate left, and the window on the pod within that of the ledger.
   */
  static List<JsonNode> granted(Api api, Pods pods, int count) {
    List<JsonNode> all = pods.now();
    require(all.size() == count, all.size() + " pods instead of " + count);
    Map<Integer, JsonNode> ledger = ledger(api, pods.generator());
    Map<Integer, String> holders = new HashMap<>();
    for (JsonNode pod : all) {
      String name = pod.path("metadata").path("name").asText();
      require(!Pods.text(pod).isEmpty(), name + " has no lease");
      require(!pod.path("spec").has("schedulingGates"), name + " has a gate still");
      Lease lease = Pods.lease(pod);
      String other = holders.put(lease.workerId(), name);
      require(other == null, other + " and " + name + " have number " + lease.workerId());
      JsonNode window = ledger.get(lease.workerId()).path("status").path("window");
      String uid = pod.path("metadata").path("uid").asText();
      require(
          uid.equals(window.path("podUid").asText()) && uid.equals(lease.podUid()),
          name + " has a number that the ledger gives to " + window);
      require(
          lease.window().notAfterMs() <= UtcMillis.parse(window.path("notAfter").asText())
              && lease.turn() <= window.path("turn").asInt(),
          name + " was told of more than the ledger has: " + Pods.text(pod) + " " + window);
    }
    return all;
  }

  /** Fails unless no number of the generator is held. */
  static void released(Api api, Pods pods) {
    for (JsonNode workerId : ledger(api, pods.generator()).values()) {
      require(!workerId.path("status").has("window"), "held still: " + workerId);
    }
  }

  private static Map<Integer, JsonNode> ledger(Api api, String generator) {
    Map<Integer, JsonNode> byNumber = new HashMap<>();
    for (JsonNode object :
        api.list(
            Api.workerIds() + "?fieldSelector=spec.generator%3D" + generator.replace("/", "%2F"))) {
      byNumber.put(object.path("spec").path("id").asInt(), object);
    }
    return byNumber;
  }

  static void require(boolean right, String wrong) {
    if (!right) {
      throw new IllegalStateException(wrong);
    }
  }
}
