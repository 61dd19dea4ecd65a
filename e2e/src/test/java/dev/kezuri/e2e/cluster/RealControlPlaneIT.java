// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealControlPlaneIT {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static RealControlPlane plane;

  @BeforeAll
  static void start() {
    plane = RealControlPlane.start();
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void shouldAnswerAdministratorByConfigAndByKubeconfig() throws IOException {
    // Given
    Path kubeconfig = plane.kubeconfig().orElseThrow();

    // When // Then
    for (Config config : List.of(plane.config(), Config.fromKubeconfig(kubeconfig.toFile()))) {
      try (KubernetesClient client = client(config)) {
        assertThat(client.getNamespace()).isEqualTo("default");
        assertThat(client.namespaces().withName("kube-system").get().getMetadata().getUid())
            .isNotEmpty();
      }
    }
    assertThat(Files.getPosixFilePermissions(kubeconfig)).hasSize(2);
  }

  @Test
  void shouldRefuseUsersWithoutRights() {
    for (Config config :
        List.of(plane.nobodysConfig(), plane.configAs("system:serviceaccount:default:app"))) {
      try (KubernetesClient client = client(config)) {
        assertThatThrownBy(() -> client.configMaps().inNamespace("default").list())
            .isInstanceOfSatisfying(
                KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
      }
    }
  }

  @Test
  void shouldKeepDataAndPortWhenApiServerIsKilledAndRestarted() {
    Config hasty = plane.config();
    hasty.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = client(hasty)) {
      // Given
      client.resource(map("kept")).create();

      // When
      plane.killApiServer();

      // Then
      assertThatThrownBy(() -> client.configMaps().withName("kept").get())
          .isInstanceOf(KubernetesClientException.class);
      plane.restartApiServer();
      assertThat(client.configMaps().withName("kept").get()).isNotNull();
    }
  }

  @Test
  void shouldAnswerAgainWhenFrozenApiServerGoesOn() {
    Config impatient = plane.config();
    impatient.setRequestTimeout(500);
    impatient.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = client(impatient)) {
      // Given
      plane.freezeApiServer();

      // When // Then
      assertThatThrownBy(() -> client.configMaps().withName("any").get())
          .isInstanceOf(KubernetesClientException.class);
      plane.resumeApiServer();
      await()
          .atMost(BOUND)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(client.configMaps().withName("any").get()).isNull());
    }
  }

  @Test
  void shouldLeaveNothingWhenClosed() {
    // Given
    RealControlPlane other = RealControlPlane.start();
    Path folder = other.kubeconfig().orElseThrow().getParent();

    // When
    other.close();
    other.close();

    // Then
    assertThat(folder).doesNotExist();
  }

  @Test
  void shouldLeaveNothingWhenItsJvmIsKilled() throws IOException {
    // Given
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartAndPrint.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> said = Arrays.asList(out.readLine().split(" ", -1));
      List<ProcessHandle> children =
          said.subList(1, said.size()).stream()
              .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
              .toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(3).allMatch(ProcessHandle::isAlive);

      // When
      jvm.destroyForcibly();

      // Then
      await().atMost(BOUND).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      await().atMost(BOUND).until(() -> !Files.exists(Path.of(said.get(0)).getParent()));
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
