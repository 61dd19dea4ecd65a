// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Additions to a pod's arrays, collected in the order in which they apply. */
final class Additions {
  /** What is on Kubernetes' Java types is enough to write and read them. */
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Addition> all = new ArrayList<>();

  /** Inserts {@code elements} at the beginning of an array, in their order. */
  void insert(String array, boolean isEmpty, List<?> elements) {
    make(array, isEmpty, elements);
    elements.reversed().forEach(element -> add(array + "/0", tree(element)));
  }

  /** Appends {@code elements} to an array. */
  void append(String array, boolean isEmpty, List<?> elements) {
    make(array, isEmpty, elements);
    elements.forEach(element -> add(array + "/-", tree(element)));
  }

  List<Addition> all() {
    return List.copyOf(all);
  }

  private void make(String array, boolean isEmpty, List<?> elements) {
    if (isEmpty && !elements.isEmpty()) {
      add(array, JsonNodeFactory.instance.arrayNode());
    }
  }

  private void add(String path, JsonNode value) {
    all.add(new Addition(JsonPointer.compile(path), value));
  }

  private static JsonNode tree(Object element) {
    return MAPPER.valueToTree(element);
  }
}
