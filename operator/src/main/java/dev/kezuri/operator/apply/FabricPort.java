// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/**
 * The port to a real API server. Writes are plain PUTs, POSTs and JSON Patches whose text is seen
 * here: the client's own replace and update read the object again and force their will on 409.
 */
final class FabricPort implements ClusterPort {
  private static final int TIMEOUT_MS = 10_000;
  private static final String GROUP = "/apis/kezuri.dev/v1alpha1";
  private static final String WORKER_IDS = GROUP + "/workerids";

  private final KubernetesClient client;
  private final ServerAnswers answers;

  FabricPort(KubernetesClient client) {
    this.client = asking(client);
    this.answers = new ServerAnswers(this.client);
  }

  /**
   * One request, one answer: what fails is planned again, not sent again. The client given may be
   * more patient, as informers have to be, which end for good when their first list fails.
   */
  static KubernetesClient asking(KubernetesClient client) {
    RequestConfig once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(TIMEOUT_MS)
            .build();
    return client.newClient(once).adapt(KubernetesClient.class);
  }

  @Override
  public Answer<WorkerId> getWorkerId(String name) {
    return answers.ask("GET", WORKER_IDS + "/" + name, null, WorkerId.class);
  }

  @Override
  public Answer<List<WorkerId>> listWorkerIds(String generator) {
    return answers.guarded(
        () ->
            client
                .resources(WorkerId.class)
                .withField("spec.generator", generator)
                .list()
                .getItems()
                .stream()
                // A server without selectable fields may have sent them all.
                .filter(found -> found.getSpec().generator().equals(generator))
                .toList());
  }

  @Override
  public Answer<WorkerId> createWorkerId(WorkerId wanted) {
    return answers.ask("POST", WORKER_IDS, wanted, WorkerId.class);
  }

  @Override
  public Answer<WorkerId> putWorkerIdStatus(WorkerId changed) {
    return answers.ask("PUT", statusOf(changed), changed, WorkerId.class);
  }

  @Override
  public Answer<WorkerId> tryWorkerIdStatus(WorkerId changed) {
    return answers.ask("PUT", statusOf(changed) + "?dryRun=All", changed, WorkerId.class);
  }

  private static String statusOf(WorkerId changed) {
    return WORKER_IDS + "/" + versioned(changed).getMetadata().getName() + "/status";
  }

  @Override
  public Answer<WorkerId> removeWorkerId(WorkerId known) {
    String name = versioned(known).getMetadata().getName();
    Answer<WorkerId> lifted = withoutFinalizer(known);
    if (!(lifted instanceof Answer.Stored<WorkerId>(WorkerId open))
        || open.getMetadata().getDeletionTimestamp() != null) {
      return lifted;
    }
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withNewPreconditions(
                open.getMetadata().getResourceVersion(), open.getMetadata().getUid())
            .build();
    return answers
        .ask("DELETE", WORKER_IDS + "/" + name, options, Void.class)
        .<WorkerId>map(gone -> open);
  }

  private Answer<WorkerId> withoutFinalizer(WorkerId known) {
    var metadata = known.getMetadata();
    int own = metadata.getFinalizers().indexOf(MetadataKeys.FINALIZER_LEDGER);
    if (own < 0) {
      // An operator that ended between the two writes has lifted it.
      return new Answer.Stored<>(known);
    }
    String finalizer = "/metadata/finalizers/" + own;
    List<PatchStep> lift =
        List.of(
            PatchStep.test("/metadata/uid", metadata.getUid()),
            PatchStep.test("/metadata/resourceVersion", metadata.getResourceVersion()),
            PatchStep.test(finalizer, MetadataKeys.FINALIZER_LEDGER),
            PatchStep.remove(finalizer));
    return answers.guarded(
        () ->
            client
                .resources(WorkerId.class)
                .withName(metadata.getName())
                .patch(PatchContext.of(PatchType.JSON), answers.json(lift)));
  }

  @Override
  public Answer<Pod> getPod(String namespace, String name) {
    return answers.ask("GET", "/api/v1/namespaces/" + namespace + "/pods/" + name, null, Pod.class);
  }

  @Override
  public Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps) {
    return answers.guarded(
        () ->
            client
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON), answers.json(steps)));
  }

  @Override
  public Answer<IdGenerator> getGenerator(String namespace, String name) {
    // Without a name the path is that of the list, and a pod's label may be empty.
    return name.isEmpty()
        ? new Answer.NotFound<>()
        : answers.ask("GET", generator(namespace, name), null, IdGenerator.class);
  }

  @Override
  public Answer<IdGenerator> putGeneratorStatus(IdGenerator changed) {
    var metadata = versioned(changed).getMetadata();
    String path = generator(metadata.getNamespace(), metadata.getName()) + "/status";
    return answers.ask("PUT", path, changed, IdGenerator.class);
  }

  @Override
  public Answer<IdGenerator> patchGenerator(String namespace, String name, List<PatchStep> steps) {
    return answers.guarded(
        () ->
            client
                .resources(IdGenerator.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON), answers.json(steps)));
  }

  private static String generator(String namespace, String name) {
    return GROUP + "/namespaces/" + namespace + "/idgenerators/" + name;
  }

  @Override
  public Answer<Event> createEvent(Event event) {
    String namespace = event.getMetadata().getNamespace();
    String path = "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events";
    return answers.ask("POST", path, event, Event.class);
  }

  @Override
  public Answer<Long> serverTimeMs() {
    return answers.date();
  }

  @Override
  public Answer<String> clusterUid() {
    return answers
        .ask("GET", "/api/v1/namespaces/kube-system", null, Namespace.class)
        .map(namespace -> namespace.getMetadata().getUid());
  }

  private static <T extends HasMetadata> T versioned(T changed) {
    String version = changed.getMetadata().getResourceVersion();
    if (version == null || version.isEmpty()) {
      throw new IllegalArgumentException(
          "a compare-and-swap needs a resourceVersion: " + changed.getMetadata().getName());
    }
    return changed;
  }
}
