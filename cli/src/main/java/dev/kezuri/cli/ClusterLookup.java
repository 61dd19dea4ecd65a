// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.SeenPod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at a cluster for commands that can say something useful without all of it: a right that is
 * missing is an answer, everything else that fails an error.
 */
final class ClusterLookup {
  private final KubernetesClient client;
  private final Config config;

  ClusterLookup(KubernetesClient client, Config config) {
    this.client = client;
    this.config = config;
  }

  /** Returns the IdGenerators of a namespace, or of all if it is null. */
  Look<List<IdGenerator>> generators(String namespace) {
    return look(
        "list",
        "idgenerators",
        MetadataKeys.GROUP,
        namespace,
        () -> in(client.resources(IdGenerator.class), namespace).list().getItems());
  }

  /** Returns all WorkerIds, of all generators. */
  Look<List<WorkerId>> workerIds() {
    return look(
        "list",
        "workerids",
        MetadataKeys.GROUP,
        null,
        () -> client.resources(WorkerId.class).list().getItems());
  }

  /** Returns the pods of a namespace, or of all if it is null, that have a generator's label. */
  Look<List<SeenPod>> labelledPods(String namespace) {
    return pods(namespace, pods -> pods.withLabel(MetadataKeys.LABEL_GENERATOR));
  }

  /** Returns the pods that a workload's selector takes. */
  Look<List<SeenPod>> pods(String namespace, LabelSelector selector) {
    return pods(namespace, pods -> pods.withLabelSelector(selector));
  }

  private interface Narrowing {
    FilterWatchListDeletable<Pod, PodList, PodResource> of(
        FilterWatchListDeletable<Pod, PodList, PodResource> all);
  }

  private Look<List<SeenPod>> pods(String namespace, Narrowing narrowing) {
    return look(
        "list",
        "pods",
        "",
        namespace,
        () ->
            narrowing.of(in(client.pods(), namespace)).list().getItems().stream()
                .map(SeenPod::of)
                .toList());
  }

  /** Returns one object; empty if there is none. */
  <T extends HasMetadata> Look<Optional<T>> get(
      Class<T> kind, String plural, String namespace, String name) {
    return look(
        "get",
        plural,
        HasMetadata.getGroup(kind) == null ? "" : HasMetadata.getGroup(kind),
        namespace,
        () ->
            Optional.ofNullable(
                client.resources(kind).inNamespace(namespace).withName(name).get()));
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      FilterWatchListDeletable<T, L, R> in(MixedOperation<T, L, R> all, String namespace) {
    return namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace);
  }

  private <T> Look<T> look(
      String verb, String plural, String group, String namespace, Supplier<T> request) {
    try {
      return new Look.Seen<>(Patience.ask(request));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403 && !ClusterErrors.isOfImpersonation(e)) {
        return new Look.Refused<>(new Right(verb, group, plural, "", text(namespace)));
      }
      throw ClusterErrors.explain(e, config, verb, plural, namespace);
    }
  }

  private static String text(String namespace) {
    return namespace == null ? "" : namespace;
  }
}
