// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.api.Crds;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The ledger's CRD as it is shipped, and as somebody may have changed it. */
public final class LedgerCrd {
  private LedgerCrd() {}

  /** Returns the CRD that is shipped. */
  public static CustomResourceDefinition shipped() {
    return Crds.all().stream()
        .filter(crd -> crd.getSpec().getNames().getKind().equals("WorkerId"))
        .findFirst()
        .orElseThrow();
  }

  /** Returns it without a single rule. */
  public static CustomResourceDefinition withoutRules() {
    CustomResourceDefinition bare = new CustomResourceDefinitionBuilder(shipped()).build();
    strip(root(bare));
    return bare;
  }

  /** Returns it without rules, and a number may be a text: an object that no operator can read. */
  public static CustomResourceDefinition withTextForNumber() {
    CustomResourceDefinition odd = withoutRules();
    JSONSchemaProps id = root(odd).getProperties().get("spec").getProperties().get("id");
    id.setType(null);
    id.setMinimum(null);
    id.setMaximum(null);
    id.setXKubernetesIntOrString(true);
    return odd;
  }

  /** Puts {@code crd} in the place of the one that is there. */
  public static void put(KubernetesClient client, CustomResourceDefinition crd) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .edit(there -> new CustomResourceDefinitionBuilder(there).withSpec(crd.getSpec()).build());
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static void strip(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(List.of());
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(LedgerCrd::strip);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      strip(schema.getItems().getSchema());
    }
  }
}
