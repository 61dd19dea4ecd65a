// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object, and writes to it in their order. Each write is a document with {@code step}, its name;
 * one of {@code status} or {@code spec}, merged into the object's, {@code jsonPatch} to its status,
 * whose operations are done {@code times}, or {@code create}, another object of its kind, on trial;
 * and {@code expect}, {@code accepted} or a part of the message that refuses it. All answers are
 * compared, so that a failure shows the whole way.
 */
record WriteSequence(JsonNode object, List<JsonNode> steps) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCEPTED = "accepted";

  static WriteSequence of(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).forEachRemaining(documents::add);
    return new WriteSequence(documents.getFirst(), documents.subList(1, documents.size()));
  }

  void run(ObjectWriter writer) {
    GenericKubernetesResource made = writer.create(object.toString());
    List<String> expected = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (JsonNode step : steps) {
      String name = step.required("step").asText() + ": ";
      String expect = step.required("expect").asText();
      String answer = answer(writer, made, step);
      expected.add(name + expect);
      boolean asExpected =
          expect.equals(ACCEPTED) ? answer.equals(ACCEPTED) : answer.contains(expect);
      answered.add(name + (asExpected ? expect : answer));
    }
    assertThat(steps).isNotEmpty();
    assertThat(answered).isEqualTo(expected);
  }

  /**
   * Sends the writes until one is taken that should be refused; says so for file {@code name}.
   *
   * @throws IllegalStateException if one is refused that should be taken
   */
  ValidationFiles.Answers refusals(String name, ObjectWriter writer) {
    GenericKubernetesResource made = writer.create(object.toString());
    try {
      Optional<String> otherwise = Optional.empty();
      for (JsonNode step : steps) {
        String expect = step.required("expect").asText();
        String answer = answer(writer, made, step);
        String where = name + ", " + step.required("step").asText();
        boolean taken = answer.equals(ACCEPTED);
        if (expect.equals(ACCEPTED)) {
          if (!taken) {
            throw new IllegalStateException(where + " is refused: " + answer);
          }
        } else if (taken) {
          return new ValidationFiles.Answers(Optional.of(where), Optional.empty());
        } else if (otherwise.isEmpty() && !answer.contains(expect)) {
          otherwise = Optional.of(where);
        }
      }
      return new ValidationFiles.Answers(Optional.empty(), otherwise);
    } finally {
      writer.delete(made);
    }
  }

  private static String answer(ObjectWriter writer, GenericKubernetesResource made, JsonNode step) {
    try {
      if (step.has("jsonPatch")) {
        writer.patch(made, true, PatchType.JSON, operations(step).toString());
      } else if (step.has("create")) {
        ObjectNode other = step.get("create").deepCopy();
        other.put("apiVersion", made.getApiVersion()).put("kind", made.getKind());
        writer.tryToCreate(other.toString());
      } else {
        boolean status = step.has("status");
        String part = status ? "status" : "spec";
        String patch = JSON.createObjectNode().set(part, step.required(part)).toString();
        writer.patch(made, status, PatchType.JSON_MERGE, patch);
      }
      return ACCEPTED;
    } catch (KubernetesClientException e) {
      return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    }
  }

  private static ArrayNode operations(JsonNode step) {
    ArrayNode all = JSON.createArrayNode();
    for (int i = 0; i < step.path("times").asInt(1); i++) {
      step.get("jsonPatch").forEach(all::add);
    }
    return all;
  }
}
