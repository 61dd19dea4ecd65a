// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EmbeddedKubeconfigTest {
  @Test
  void shouldBeReachedByKubeconfigThatGoesWithIt() {
    // Given
    EmbeddedApi api = EmbeddedApi.start();
    Path kubeconfig = api.kubeconfig().orElseThrow();

    // When // Then
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(client.namespaces().withName("kube-system").get().getMetadata().getUid())
          .isNotEmpty();
    }
    api.close();
    assertThat(kubeconfig.getParent()).doesNotExist();
  }
}
