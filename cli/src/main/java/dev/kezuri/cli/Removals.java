// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.uninstall.Thing;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Takes away what an installation brought. What is gone already is no error. */
final class Removals implements AutoCloseable {
  private static final String GENERATORS = "idgenerators";
  private static final String WITHOUT_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

  private final KubernetesClient client;
  private final Config config;
  private final Config operators;
  private KubernetesClient asOperator;

  Removals(KubernetesClient client, Config config) {
    this.client = client;
    this.config = config;
    this.operators =
        new ConfigBuilder(config)
            .withImpersonateUsername(MetadataKeys.OPERATOR_USER)
            .withImpersonateGroups()
            .build();
  }

  /** Deletes an object. */
  void delete(Thing thing) {
    delete(client, config, thing.path(), thing.resource(), thing.namespace());
  }

  /** Deletes an IdGenerator. */
  void deleteGenerator(GeneratorName name) {
    String path =
        "/apis/kezuri.dev/v1alpha1/namespaces/%s/%s/%s"
            .formatted(name.namespace(), GENERATORS, name.name());
    delete(client, config, path, GENERATORS, name.namespace());
  }

  private static void delete(
      KubernetesClient by, Config as, String path, String resource, String namespace) {
    try {
      by.raw(path, "DELETE", Map.of("propagationPolicy", "Background"));
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        String place = namespace == null || namespace.isEmpty() ? null : namespace;
        throw ClusterErrors.explain(e, as, "delete", resource, place);
      }
    }
  }

  /** Lets a CRD be deleted: a policy asks for this annotation. */
  void allowDeletion(Thing crd) {
    String mark =
        "{\"metadata\":{\"annotations\":{\"%s\":\"true\"}}}"
            .formatted(MetadataKeys.ANNOTATION_ALLOW_DELETION);
    try {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(crd.name())
          .patch(PatchContext.of(PatchType.JSON_MERGE), mark);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw ClusterErrors.explain(e, config, "patch", crd.resource(), null);
      }
    }
  }

  /**
   * Takes a WorkerId away, finalizer and all: by one's own rights, or as the operator where a
   * policy refuses everybody else.
   */
  void forget(String workerId) {
    try {
      forget(client, workerId);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return;
      }
      if (e.getCode() != 403) {
        throw ClusterErrors.explain(e, config, "patch", "workerids", null);
      }
      forgetAsOperator(workerId);
    }
  }

  private void forgetAsOperator(String workerId) {
    if (asOperator == null) {
      asOperator = new KubernetesClientBuilder().withConfig(operators).build();
    }
    try {
      forget(asOperator, workerId);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw ClusterErrors.explain(e, operators, "patch", "workerids", null);
      }
    }
  }

  private static void forget(KubernetesClient by, String workerId) {
    var object = by.resources(WorkerId.class).withName(workerId);
    object.patch(PatchContext.of(PatchType.JSON_MERGE), WITHOUT_FINALIZERS);
    object.delete();
  }

  @Override
  public void close() {
    if (asOperator != null) {
      asOperator.close();
    }
  }
}
