// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.GeneratorLedger;
import dev.kezuri.e2e.story.Oracle;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The namespace of one story, with one generator, and with the oracle that judges it. */
final class Room implements AutoCloseable {
  /** What puts the sidecar into pods. */
  enum Manner {
    /** The admission policy. */
    POLICY,
    /** {@code kubectl kezuri inject}, before anything is applied. */
    MANIFEST
  }

  private static final String APP = "app";
  private static final String NEXT = "next";

  private final Place place;
  private final String namespace;
  private final Manner manner;
  private final Path ids;
  private final GeneratorLedger ledger;
  private final Oracle oracle;

  Room(Place place, String namespace, Manner manner) throws IOException {
    this.place = place;
    this.namespace = namespace;
    this.manner = manner;
    this.ids = Files.createDirectories(place.folder().resolve("ids").resolve(namespace));
    this.ledger = new GeneratorLedger(place.client(), namespace + "/" + Story.GENERATOR);
    client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    this.oracle = new Oracle(place.client(), place.etcd(), namespace);
  }

  Place place() {
    return place;
  }

  KubernetesClient client() {
    return place.client();
  }

  String namespace() {
    return namespace;
  }

  GeneratorLedger ledger() {
    return ledger;
  }

  /** Returns the folder that its pods write their IDs down in. */
  Path ids() {
    return ids;
  }

  Oracle oracle() {
    return oracle;
  }

  /** Makes the generator; {@code spec} is YAML in one line. */
  void generator(String spec) {
    client().resource(generatorOf(spec)).create();
    if (manner == Manner.POLICY) {
      Story.await("pods are injected", this::injects);
    }
  }

  /** Gives the generator another spec. */
  void generatorAgain(String spec) {
    client().resource(generatorOf(spec)).patch(PatchContext.of(PatchType.JSON_MERGE));
  }

  private IdGenerator generatorOf(String spec) {
    return Serialization.unmarshal(
        """
            apiVersion: kezuri.dev/v1alpha1
            kind: IdGenerator
            metadata: {name: %s, namespace: %s}
            spec: %s
            """
            .formatted(Story.GENERATOR, namespace, spec),
        IdGenerator.class);
  }

  private boolean injects() {
    Pod onTrial =
        client().resource(Serialization.unmarshal(pod("on-trial"), Pod.class)).dryRun().create();
    return !onTrial.getSpec().getSchedulingGates().isEmpty();
  }

  /** Returns a bare pod as people write it. */
  String pod(String name) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s, labels: %s}
        spec: %s
        """
        .formatted(name, namespace, labels(name), spec(0, ""));
  }

  /** Returns a workload; {@code spec} is all of its spec but for selector and template. */
  String workload(String kind, String name, String spec) {
    return workload(
        "apps/v1",
        kind,
        name,
        spec + ", selector: {matchLabels: {app: " + name + "}}",
        spec(0, ""));
  }

  /** Returns a workload with a template of its own. */
  String workload(String version, String kind, String name, String spec, String template) {
    return """
        apiVersion: %s
        kind: %s
        metadata: {name: %s, namespace: %s}
        spec: {%s, template: {metadata: {labels: %s}, spec: %s}}
        """
        .formatted(version, kind, name, namespace, spec, labels(name), template);
  }

  /** Returns the spec of a pod with the application; see {@link Applicant#spec}. */
  String spec(int count, String more) {
    return Applicant.spec(ids, count, more);
  }

  static String labels(String app) {
    return "{%s: %s, %s: %s}".formatted(APP, app, MetadataKeys.LABEL_GENERATOR, Story.GENERATOR);
  }

  /** Applies a manifest, which gets its sidecar in this room's manner. */
  void apply(String manifest) throws IOException {
    HasMetadata object = Serialization.unmarshal(injected(manifest), HasMetadata.class);
    client().resource(object).create();
  }

  private String injected(String manifest) throws IOException {
    if (manner == Manner.POLICY) {
      return manifest;
    }
    Path file = Files.createTempFile(place.folder(), namespace, ".yaml");
    Files.writeString(file, manifest);
    KubectlKezuri said = place.kezuri("inject", "-f", file.toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).as("injected by the command").contains(MetadataKeys.SIDECAR_CONTAINER);
    return said.out();
  }

  /** Scales a Deployment; returns how many replicas it has now. */
  int scale(String name, int replicas) {
    return client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .scale(replicas)
        .getSpec()
        .getReplicas();
  }

  /** Gives a workload another template, whose pods are {@link #isNext}. */
  void rollOut(String kind, String name) {
    rollOut(kind, name, "yes");
  }

  /** Gives a workload a template that differs by {@code value}. */
  void rollOut(String kind, String name, String value) {
    client()
        .genericKubernetesResources("apps/v1", kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}}}"
                .formatted(NEXT, value));
  }

  static boolean isNext(Pod pod) {
    return pod.getMetadata().getLabels().containsKey(NEXT);
  }

  /** Returns the pods of a workload that are not on their way out. */
  List<Pod> pods(String app) {
    return client().pods().inNamespace(namespace).withLabel(APP, app).list().getItems().stream()
        .filter(pod -> !pod.isMarkedForDeletion())
        .toList();
  }

  /** Waits until a workload has just so many pods, and each of them draws IDs; returns them. */
  List<Pod> awaitDrawing(String app, int count) {
    return awaitDrawing(app, count, pod -> true);
  }

  /** Waits until a workload has just so many pods, all as wanted, and each of them draws IDs. */
  List<Pod> awaitDrawing(String app, int count, Predicate<Pod> wanted) {
    long from = place.nowMs();
    Story.await(
        count + " pods of " + app + " draw IDs",
        () -> {
          List<Pod> pods = pods(app);
          return pods.size() == count
              && pods.stream().allMatch(pod -> wanted.test(pod) && drew(pod, from));
        });
    return pods(app);
  }

  /** Waits until this pod has drawn an ID after now. */
  void awaitDraw(Pod pod) {
    long from = place.nowMs();
    Story.await(pod.getMetadata().getName() + " draws IDs", () -> drew(pod, from));
  }

  /** Returns whether this pod has got an ID that it asked for after {@code sinceMs}. */
  boolean drew(Pod pod, long sinceMs) {
    return lastAnswer(pod).filter(answer -> answer.askedMs() > sinceMs).isPresent();
  }

  /** Returns the last answer with an ID that this pod has got. */
  Optional<DrawLog.Answer> lastAnswer(Pod pod) {
    return DrawTail.lastAnswer(ids, pod.getMetadata().getUid());
  }

  /** Returns the pod of this name, read now. */
  Optional<Pod> podNow(String name) {
    return Optional.ofNullable(client().pods().inNamespace(namespace).withName(name).get());
  }

  /** Returns the window of a pod. */
  HeldWindow window(Pod pod) {
    return ledger.holding(pod.getMetadata().getUid()).orElseThrow().getStatus().window();
  }

  /** Returns the number that a pod has. */
  int number(Pod pod) {
    return ledger.holding(pod.getMetadata().getUid()).orElseThrow().getSpec().id();
  }

  /** Asserts that no request of this story's clients was ever refused. */
  void assertNeverRefused() {
    assertThat(Draws.in(ids).refusals()).as("requests without an ID").isEmpty();
  }

  /** Reads all that its pods have written down so far. */
  Draws draws() {
    return Draws.in(ids);
  }

  /** Asks the oracle and {@code kubectl kezuri audit}. */
  void judge() {
    Draws draws = draws();
    draws.tell(oracle);
    oracle.assertDrawn();
    oracle.assertGuarantee(IdLayout.DEFAULT);
    assertThat(draws.faults(IdLayout.DEFAULT)).as("IDs out of order or of others").isEmpty();
    KubectlKezuri audit = place.kezuri("audit", "--namespace=" + namespace);
    assertThat(audit.code()).as("audit: " + audit.said()).isZero();
  }

  /** Ends the pods; nobody waits for that. The ledger goes with the node. */
  @Override
  public void close() {
    oracle.close();
    client().namespaces().withName(namespace).delete();
  }
}
