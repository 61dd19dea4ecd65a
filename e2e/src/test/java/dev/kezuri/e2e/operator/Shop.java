// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A namespace with an IdGenerator {@code orders}, and pods that nobody runs. */
record Shop(KubernetesClient client, String namespace) {
  /** With the rights that are shipped with the operator. */
  static Shop open(KubernetesClient client, String namespace) {
    try (InputStream yaml = Files.newInputStream(Path.of("..", "deploy", "operator-rbac.yaml"))) {
      client.load(yaml).items().stream()
          .forEach(item -> client.resource(item).createOr(NonDeletingOperation::update));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Shop(client, namespace);
  }

  /** Applies {@code spec}, YAML in one line. */
  void generator(String name, String spec) {
    String yaml =
        """
        apiVersion: kezuri.dev/v1alpha1
        kind: IdGenerator
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, namespace, spec);
    client.resource(Serialization.unmarshal(yaml, IdGenerator.class)).create();
  }

  IdGenerator generator(String name) {
    return client.resources(IdGenerator.class).inNamespace(namespace).withName(name).get();
  }

  void pod(String generator, String name) {
    pod(generator, name, UnaryOperator.identity());
  }

  /** A pod with a gate of others. */
  void heldPod(String generator, String name, String gate) {
    pod(generator, name, pod -> pod.editSpec().addNewSchedulingGate(gate).endSpec());
  }

  /** Makes a pod that {@code change} was done to before it was injected. */
  void pod(String generator, String name, UnaryOperator<PodBuilder> change) {
    PodBuilder plain =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels(MetadataKeys.LABEL_GENERATOR, generator)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec();
    client
        .resource(SidecarInjection.inject(change.apply(plain).build(), generator(generator)))
        .create();
  }

  boolean granted(String pod) {
    Pod now = client.pods().inNamespace(namespace).withName(pod).get();
    return now.getSpec().getSchedulingGates().isEmpty()
        && now.getMetadata().getAnnotations().containsKey(MetadataKeys.ANNOTATION_LEASE);
  }

  List<WorkerId> held(String generator) {
    return client.resources(WorkerId.class).list().getItems().stream()
        .filter(w -> w.getSpec().generator().equals(namespace + "/" + generator))
        .filter(w -> w.getStatus() != null && w.getStatus().window() != null)
        .toList();
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(OperatorProcess.BOUND)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }
}
