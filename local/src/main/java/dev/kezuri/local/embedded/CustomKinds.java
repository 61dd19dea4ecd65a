// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The kinds that CRDs have made, with their schemas. */
final class CustomKinds {
  /**
   * One kind.
   *
   * @param kind its name, such as WorkerId
   */
  record CustomKind(String kind, boolean namespaced, StructuralSchema schema) {}

  private final Map<ResourceKind, CustomKind> kinds = new HashMap<>();

  /** Learns a CRD, new or changed, and marks it as established. */
  void learn(ObjectNode crd) {
    JsonNode spec = crd.path("spec");
    JsonNode names = spec.path("names");
    for (JsonNode version : spec.path("versions")) {
      kinds.put(
          new ResourceKind(
              spec.path("group").asText(),
              version.path("name").asText(),
              names.path("plural").asText()),
          new CustomKind(
              names.path("kind").asText(),
              spec.path("scope").asText().equals("Namespaced"),
              new StructuralSchema(version.path("schema").path("openAPIV3Schema"))));
    }
    ObjectNode status = crd.putObject("status");
    status.set("acceptedNames", names.deepCopy());
    status.putArray("storedVersions").add(spec.path("versions").path(0).path("name").asText());
    var conditions = status.putArray("conditions");
    for (String type : new String[] {"NamesAccepted", "Established"}) {
      ObjectNode condition = conditions.addObject();
      condition.put("type", type).put("status", "True").put("reason", "Embedded");
    }
  }

  void forget(JsonNode crd) {
    String group = crd.path("spec").path("group").asText();
    String plural = crd.path("spec").path("names").path("plural").asText();
    kinds.keySet().removeIf(kind -> kind.group().equals(group) && kind.plural().equals(plural));
  }

  /**
   * Returns what a CRD says of {@code kind}; empty if it is built in.
   *
   * @throws ApiError if it is neither
   */
  Optional<CustomKind> find(ResourceKind kind) {
    CustomKind known = kinds.get(kind);
    if (known == null && kind.custom()) {
      throw ApiError.noSuchPage();
    }
    return Optional.ofNullable(known);
  }
}
