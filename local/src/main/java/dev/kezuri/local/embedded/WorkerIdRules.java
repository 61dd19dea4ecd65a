// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.LedgerRules;
import dev.kezuri.operator.plan.Past;
import dev.kezuri.operator.plan.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The CRD's CEL rules on WorkerIds: {@link LedgerRules}, and what a Slot cannot hold. */
final class WorkerIdRules implements WriteRules {
  private static final String NAME =
      "the name must be <namespace>.<generator>.<id>: one object per worker ID";
  private static final String EMPTY = "notBefore must be before notAfter";

  @Override
  public List<String> broken(JsonNode before, JsonNode after) {
    List<String> broken = new ArrayList<>();
    JsonNode spec = after.path("spec");
    String name = spec.path("generator").asText().replace('/', '.') + "." + spec.path("id").asInt();
    if (!Json.meta(after, "name").equals(name)) {
      broken.add(NAME);
    }
    if (before == null) {
      return broken;
    }
    if (!before.path("spec").equals(spec)) {
      broken.add("spec is immutable");
    }
    JsonNode held = after.path("status").path("window");
    if (held.isObject()
        && held.path("notBefore").asText().compareTo(held.path("notAfter").asText()) >= 0) {
      broken.add(EMPTY);
    }
    if (!broken.isEmpty()) {
      return broken;
    }
    try {
      for (String message : LedgerRules.broken(slot(before), slot(after))) {
        broken.add("status: Invalid value: " + message);
      }
    } catch (IllegalArgumentException e) {
      // A past window that is empty: the rules of a release refuse it too, with more words.
      broken.add("status: Invalid value: " + e.getMessage());
    }
    return broken;
  }

  private static Slot slot(JsonNode object) {
    JsonNode status = object.path("status");
    JsonNode window = status.path("window");
    List<Past> history = new ArrayList<>();
    status.path("history").forEach(past -> history.add(past(past)));
    return new Slot(
        object.path("spec").path("id").asInt(),
        Json.meta(object, "resourceVersion"),
        layout(object.path("spec").path("layout")),
        status.has("floor")
            ? OptionalLong.of(UtcMillis.parse(status.get("floor").asText()))
            : OptionalLong.empty(),
        window.isObject()
            ? Optional.of(
                new Held(
                    window.path("podUid").asText(),
                    window.path("pod").asText(""),
                    window.path("node").asText(""),
                    window.path("turn").asInt(),
                    window(window)))
            : Optional.empty(),
        history);
  }

  private static Past past(JsonNode past) {
    return new Past(
        past.path("podUid").asText(),
        past.path("pod").asText(""),
        past.path("node").asText(""),
        window(past),
        past.path("end").asText().equals("Graceful") ? Past.End.GRACEFUL : Past.End.LOST);
  }

  private static Window window(JsonNode node) {
    return new Window(
        UtcMillis.parse(node.path("notBefore").asText()),
        UtcMillis.parse(node.path("notAfter").asText()));
  }

  private static IdLayout layout(JsonNode layout) {
    return new IdLayout(
        UtcMillis.parse(layout.path("epoch").asText()),
        layout.path("timestampBits").asInt(),
        layout.path("workerBits").asInt(),
        layout.path("sequenceBits").asInt());
  }
}
