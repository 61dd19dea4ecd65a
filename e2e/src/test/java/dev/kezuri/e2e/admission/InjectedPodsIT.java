// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.cli.KezuriCli;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the API server makes of injected pods, and of pods that try the policy's limits. */
class InjectedPodsIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  private static final String GENERATOR =
      """
      apiVersion: kezuri.dev/v1alpha1
      kind: IdGenerator
      metadata: {name: %s}
      spec: {sidecar: {image: "%s"}}
      """;

  private static KubernetesClient client;
  private static PodsOnTrial pods;

  @BeforeAll
  static void makeGenerator() {
    client = CLUSTERS.newest().client();
    pods = PodsOnTrial.with(client, "injected", GENERATOR.formatted("orders", "orders:1"));
  }

  @Test
  void shouldTakeThePodWhenPodSecurityIsRestricted() {
    // Given
    PodsOnTrial guarded =
        PodsOnTrial.with(client, "guarded", GENERATOR.formatted("orders", "orders:1"));
    enforceRestricted(guarded.namespace());
    Pod restricted =
        guarded.read(
            """
            metadata: {name: restricted, labels: {kezuri.dev/id-generator: orders}}
            spec:
              containers:
              - name: app
                image: "app:1"
                securityContext:
                  allowPrivilegeEscalation: false
                  runAsNonRoot: true
                  capabilities: {drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
            """);
    Pod unrestricted =
        new PodBuilder(restricted)
            .editSpec()
            .editContainer(0)
            .withSecurityContext(null)
            .endContainer()
            .endSpec()
            .build();

    // When // Then
    assertThatThrownBy(() -> guarded.create(unrestricted))
        .hasMessageContaining("violates PodSecurity")
        .hasMessageContaining("container \"app\" must")
        .hasMessageNotContaining(MetadataKeys.SIDECAR_CONTAINER);
    assertThat(client.resource(restricted).create().getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly(MetadataKeys.SIDECAR_CONTAINER);
  }

  private static void enforceRestricted(String name) {
    client
        .namespaces()
        .withName(name)
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .addToLabels("pod-security.kubernetes.io/enforce-version", "latest")
                    .endMetadata()
                    .build());
  }

  @Test
  void shouldTakeTheGeneratorOfTheNamespaceWhenThereAreMany() {
    // Given
    PodsOnTrial others =
        PodsOnTrial.with(client, "others", GENERATOR.formatted("orders", "others:1"));
    for (String name : List.of("a-orders", "orders-2", "zebra")) {
      others.makeGenerator(GENERATOR.formatted(name, name + ":1"));
    }

    // When
    Pod injected = others.create(labelled(others, "orders", 1, 0));

    // Then
    assertThat(injected.getSpec().getInitContainers().getFirst().getImage()).isEqualTo("others:1");
    assertThatThrownBy(() -> pods.create(labelled(pods, "zebra", 1, 0)))
        .hasMessageContaining("no IdGenerator named zebra in namespace " + pods.namespace());
  }

  /** The work that CEL may do is bounded; 200 containers with 100 variables are far below it. */
  @Test
  void shouldInjectWhenAPodIsLarge() {
    // Given
    PodsOnTrial large =
        PodsOnTrial.with(client, "large", GENERATOR.formatted("orders", "orders:1"));

    // When
    Pod injected = large.create(labelled(large, "orders", 200, 100));

    // Then
    assertThat(injected.getSpec().getContainers())
        .hasSize(200)
        .allMatch(one -> one.getEnv().size() == 102)
        .allMatch(one -> one.getEnv().get(1).getName().equals(MetadataKeys.ENV_WORKER_ID));
  }

  @Test
  void shouldLeaveTheWordToTheApiServerWhenAPodHasNoContainers() {
    assertThatThrownBy(() -> pods.create(labelled(pods, "orders", 0, 0)))
        .hasMessageContaining("spec.containers: Required value");
  }

  @Test
  void shouldTakeWhatTheCommandPrintsWhenKindsHaveTemplates() {
    // Given
    PodsOnTrial made = PodsOnTrial.with(client, "command", GENERATOR.formatted("orders", "o:1"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    // When
    int code =
        KezuriCli.run(
            new ByteArrayInputStream(manifests().getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            InstantSource.system(),
            "inject",
            "--kubeconfig=" + CLUSTERS.newest().plane().kubeconfig().orElseThrow(),
            "--namespace=" + made.namespace(),
            "-f=-");

    // Then
    assertThat(code).as(err.toString()).isZero();
    var items =
        client.load(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(items.items())
        .hasSize(7)
        .allSatisfy(
            item -> {
              String stored =
                  client
                      .getKubernetesSerialization()
                      .asYaml(
                          client.resource(item).inNamespace(made.namespace()).dryRun().create());
              assertThat(stored)
                  .contains("schedulingGates", "image: \"o:1\"", "restartPolicy: \"Always\"");
            });
  }

  /** One of each kind that has pod templates. */
  private static String manifests() {
    String template =
        "{metadata: {labels: {app: x, kezuri.dev/id-generator: orders}},"
            + " spec: {%s containers: [{name: app, image: \"app:1\"}]}}";
    String apps =
        "---\n{apiVersion: apps/v1, kind: %s, metadata: {name: x}, spec: {selector: {matchLabels:"
            + " {app: x}}, template: "
            + template.formatted("")
            + "}}\n";
    String never = template.formatted("restartPolicy: Never,");
    return apps.formatted("Deployment")
        + apps.formatted("StatefulSet")
        + apps.formatted("DaemonSet")
        + apps.formatted("ReplicaSet")
        + "---\n{apiVersion: batch/v1, kind: Job, metadata: {name: x}, spec: {template: "
        + never
        + "}}\n---\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: x}, spec:"
        + " {schedule: '* * * * *', jobTemplate: {spec: {template: "
        + never
        + "}}}}\n---\n{apiVersion: v1, kind: PodTemplate, metadata: {name: x}, template: "
        + template.formatted("")
        + "}\n";
  }

  private static Pod labelled(PodsOnTrial in, String generator, int containers, int variables) {
    List<Container> all =
        IntStream.range(0, containers)
            .mapToObj(
                i -> {
                  ContainerBuilder container =
                      new ContainerBuilder().withName("app-" + i).withImage("app:1");
                  IntStream.range(0, variables)
                      .forEach(v -> container.addNewEnv().withName("V" + v).endEnv());
                  return container.build();
                })
            .toList();
    return new PodBuilder()
        .withNewMetadata()
        .withName("app")
        .withNamespace(in.namespace())
        .addToLabels(MetadataKeys.LABEL_GENERATOR, generator)
        .endMetadata()
        .withNewSpec()
        .withContainers(all)
        .endSpec()
        .build();
  }
}
