// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** Sends objects as they are written, past the Java types, which would mend them. */
final class ObjectWriter {
  private final KubernetesClient client;
  private final String namespace;

  ObjectWriter(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Creates it on trial, with unknown fields refused, as kubectl asks for. */
  void tryToCreate(String yaml) {
    GenericKubernetesResource object = read(yaml);
    resource(object).dryRun().fieldValidation(Validation.STRICT).create();
  }

  GenericKubernetesResource create(String yaml) {
    return resource(read(yaml)).create();
  }

  /** Deletes what was created. */
  void delete(GenericKubernetesResource object) {
    resource(object).withGracePeriod(0).delete();
  }

  void patch(GenericKubernetesResource object, boolean status, PatchType type, String patch) {
    PatchContext context = PatchContext.of(type);
    if (status) {
      resource(object).subresource("status").patch(context, patch);
    } else {
      resource(object).patch(context, patch);
    }
  }

  private GenericKubernetesResource read(String yaml) {
    return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
  }

  private Resource<GenericKubernetesResource> resource(GenericKubernetesResource object) {
    boolean cluster = object.getKind().equals("WorkerId");
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup("kezuri.dev")
            .withVersion("v1alpha1")
            .withKind(object.getKind())
            .withPlural(cluster ? "workerids" : "idgenerators")
            .withNamespaced(!cluster)
            .build();
    return cluster
        ? client.genericKubernetesResources(context).resource(object)
        : client.genericKubernetesResources(context).inNamespace(namespace).resource(object);
  }
}
