// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The CRD's CEL rules on IdGenerators that a local trial may meet. */
final class IdGeneratorRules implements WriteRules {
  private static final int MOST_BITS = 63;
  private static final int LONGEST_NAME = 63;

  @Override
  public List<String> broken(JsonNode before, JsonNode after) {
    List<String> broken = new ArrayList<>();
    JsonNode spec = after.path("spec");
    JsonNode layout = spec.path("layout");
    int bits =
        layout.path("timestampBits").asInt()
            + layout.path("workerBits").asInt()
            + layout.path("sequenceBits").asInt();
    check(broken, bits <= MOST_BITS, "spec.layout: the three widths add up to more than 63 bits");
    JsonNode ids = spec.path("workerIds");
    int first = ids.path("first").asInt();
    int last = ids.path("last").asInt();
    check(broken, first <= last, "workerIds.first must not be greater than workerIds.last");
    check(
        broken,
        last < 1L << layout.path("workerBits").asInt(),
        "workerIds.last does not fit into layout.workerBits");
    for (JsonNode reserved : ids.path("reserved")) {
      check(
          broken,
          reserved.asInt() >= first && reserved.asInt() <= last,
          "workerIds.reserved must lie between workerIds.first and workerIds.last");
    }
    check(
        broken,
        Json.meta(after, "name").length() <= LONGEST_NAME,
        "metadata.name: at most 63 characters, for it is a label's value");
    if (before != null) {
      kept(broken, before, after);
    }
    return broken;
  }

  private static void kept(List<String> broken, JsonNode before, JsonNode after) {
    JsonNode old = before.path("spec");
    JsonNode now = after.path("spec");
    check(broken, old.path("layout").equals(now.path("layout")), "spec.layout is immutable");
    check(
        broken,
        old.path("workerIds").path("first").equals(now.path("workerIds").path("first")),
        "spec.workerIds.first is immutable");
    int made = before.path("status").path("provisioned").asInt(0);
    check(
        broken,
        after.path("status").path("provisioned").asInt(0) >= made,
        "status.provisioned never goes back: worker IDs below it were made");
  }

  private static void check(List<String> broken, boolean rule, String message) {
    if (!rule && !broken.contains(message)) {
      broken.add(message);
    }
  }
}
