// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends the files of {@code SidecarInjectionTest}, which say what the injection does in Java,
 * through the policy: what the API server would store of {@code in-Pod.yaml} must be what it would
 * store of {@code out-Pod.yaml}, a pod that no policy touches.
 */
@ExtendWith(SharedControlPlane.class)
class InjectionPolicyIT {
  private static final Path POLICY = Path.of("..", "deploy", "policies", "inject.yaml");
  private static final Path CASES =
      Path.of("..", "crds", "src", "test", "resources", "SidecarInjectionTest");
  private static final Duration BOUND = Duration.ofSeconds(120);

  @BeforeAll
  static void applyPolicy(KubernetesClient client) throws IOException {
    try (InputStream yaml = Files.newInputStream(POLICY)) {
      client.load(yaml).items().stream()
          .forEach(item -> client.resource(item).createOr(NonDeletingOperation::update));
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldInjectAsTheFilesSayWhenAPodIsMade(KubernetesClient client)
      throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      List<Path> cases = folders.sorted().toList();
      assertThat(cases).isNotEmpty();
      return cases.stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(
                      folder.getFileName().toString(),
                      folder.toUri(),
                      () -> compare(folder, client)));
    }
  }

  private static void compare(Path folder, KubernetesClient client) throws IOException {
    // Given
    String namespace =
        SharedControlPlane.makeNamespace(client, folder.getFileName().toString()).name();
    IdGenerator generator =
        client
            .getKubernetesSerialization()
            .unmarshal(Files.readString(folder.resolve("in-IdGenerator.yaml")), IdGenerator.class);
    generator.getMetadata().setNamespace(namespace);
    client.resource(generator).create();
    Pod in = read(folder.resolve("in-Pod.yaml"), namespace, client);
    Pod out = read(folder.resolve("out-Pod.yaml"), namespace, client);
    awaitPolicy(in, client);

    // When
    Pod injected = onTrial(in, client);
    Pod expected = onTrial(unlabelled(out), client);

    // Then
    assertThat(text(injected, client)).isEqualTo(text(expected, client));
    assertThat(text(onTrial(out, client), client))
        .as("done twice")
        .isEqualTo(text(expected, client));
  }

  /** The API server sees a new policy, and a new IdGenerator, a moment after they are made. */
  private static void awaitPolicy(Pod like, KubernetesClient client) {
    Pod plain =
        new PodBuilder()
            .withMetadata(like.getMetadata())
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec()
            .build();
    await()
        .atMost(BOUND)
        .until(() -> !onTrial(plain, client).getSpec().getSchedulingGates().isEmpty());
  }

  private static Pod onTrial(Pod pod, KubernetesClient client) {
    return client.resource(pod).dryRun().create();
  }

  private static Pod read(Path file, String namespace, KubernetesClient client) throws IOException {
    Pod pod = client.getKubernetesSerialization().unmarshal(Files.readString(file), Pod.class);
    pod.getMetadata().setNamespace(namespace);
    return pod;
  }

  private static Pod unlabelled(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .removeFromLabels(MetadataKeys.LABEL_GENERATOR)
        .endMetadata()
        .build();
  }

  /** The pod without what differs between any two. */
  private static String text(Pod pod, KubernetesClient client) {
    Pod plain =
        new PodBuilder(unlabelled(pod))
            .editMetadata()
            .withUid(null)
            .withCreationTimestamp(null)
            .withManagedFields(List.of())
            .endMetadata()
            .withStatus(null)
            .build();
    return client.getKubernetesSerialization().asYaml(plain);
  }
}
