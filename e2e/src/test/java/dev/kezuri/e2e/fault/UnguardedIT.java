// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.Crds;
import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody replaces the ledger's CRD by one without its rules. */
@ExtendWith(FaultyControlPlane.class)
class UnguardedIT {
  @TempDir Path folder;

  @Test
  void shouldGrantNothingUntilTheRulesAreBack(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "unguarded", folder, "{lease: {duration: 30s}}");
        var _ =
            OperatorUnderTest.start(
                plane.config(),
                Duration.ofSeconds(1),
                InstantSource.system(),
                UnaryOperator.identity())) {
      // Given
      Story story = trial.story();
      trial.serve("a");

      // When
      put(story.client(), withoutRules(shipped()));
      try {
        Story.await(
            "the generator says Unguarded",
            () -> {
              // An operator looks when something happens, or at the next renewal.
              touch(story);
              return story.hasCondition("Unguarded");
            });
        story.pod("b");
        Story.await("b waits", () -> story.currentGenerator().getStatus().waiting() == 1);
        assertThat(story.holding("b")).isEmpty();
      } finally {
        put(story.client(), shipped());
      }

      // Then
      Story.await("b is granted", () -> trial.granted("b"));
      Story.await("it no longer says so", () -> !story.hasCondition("Unguarded"));
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
    }
  }

  private static void touch(Story story) {
    story
        .client()
        .pods()
        .inNamespace(story.namespace())
        .withName("a")
        .edit(
            pod -> {
              String now = Long.toString(System.nanoTime());
              pod.getMetadata().getAnnotations().put("example.com/touched", now);
              return pod;
            });
  }

  private static CustomResourceDefinition shipped() {
    return Crds.all().stream()
        .filter(crd -> crd.getSpec().getNames().getKind().equals("WorkerId"))
        .findFirst()
        .orElseThrow();
  }

  private static CustomResourceDefinition withoutRules(CustomResourceDefinition crd) {
    CustomResourceDefinition bare = new CustomResourceDefinitionBuilder(crd).build();
    bare.getSpec()
        .getVersions()
        .forEach(version -> strip(version.getSchema().getOpenAPIV3Schema()));
    return bare;
  }

  private static void strip(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(List.of());
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(UnguardedIT::strip);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      strip(schema.getItems().getSchema());
    }
  }

  private static void put(KubernetesClient client, CustomResourceDefinition crd) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .edit(there -> new CustomResourceDefinitionBuilder(there).withSpec(crd.getSpec()).build());
  }
}
