// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.golden.Golden;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdYamlTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/kezuri/crds");

  @Test
  void shouldBeAsCheckedInWhenIdGeneratorIsGenerated() {
    Golden.compare(
        FOLDER.resolve("idgenerators.kezuri.dev.yaml"),
        CrdSource.yaml(IdGenerator.class, CrdFinish::idGenerator));
  }

  @Test
  void shouldBeAsCheckedInWhenWorkerIdIsGenerated() {
    Golden.compare(
        FOLDER.resolve("workerids.kezuri.dev.yaml"),
        CrdSource.yaml(WorkerId.class, CrdFinish::workerId));
  }

  @Test
  void shouldGiveBothCrdsWhenAProgramAsksForThem() {
    assertThat(Crds.all())
        .extracting(crd -> crd.getMetadata().getName())
        .containsExactly("idgenerators.kezuri.dev", "workerids.kezuri.dev");
    assertThat(Crds.yaml()).startsWith("---\n").contains("\n---\n");
  }

  @Test
  void shouldHaveTheDefaultsOfTheJavaTypes() {
    // Given
    KubernetesSerialization serialization = new KubernetesSerialization();

    // When
    JSONSchemaProps spec = root(Crds.all().getFirst()).getProperties().get("spec");

    // Then
    assertThat(spec.getDefault())
        .isEqualTo(serialization.convertValue(IdGeneratorSpec.defaults(), JsonNode.class));
  }

  @Test
  void shouldHaveASentenceForEveryField() {
    // When
    List<String> silent = new ArrayList<>();
    Crds.all().forEach(crd -> undescribed(crd.getSpec().getNames().getKind(), root(crd), silent));

    // Then
    // The API server has its own sentences for metadata, and allows no others.
    silent.removeIf(path -> path.startsWith("WorkerId.metadata"));
    assertThat(silent).as("fields that kubectl explain says nothing about").isEmpty();
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static void undescribed(String path, JSONSchemaProps schema, List<String> silent) {
    if (schema.getDescription() == null || schema.getDescription().isBlank()) {
      silent.add(path);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, part) -> undescribed(path + "." + name, part, silent));
    }
    if (schema.getItems() != null) {
      undescribed(path + "[]", schema.getItems().getSchema(), silent);
    }
    if (schema.getAdditionalProperties() != null) {
      undescribed(path + "{}", schema.getAdditionalProperties().getSchema(), silent);
    }
  }
}
