// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeOptionsTest {
  @Test
  void shouldTellScriptsEverything() {
    // Given
    NodeOptions options =
        NodeOptions.defaults()
            .withKubelet("syncFrequency: 10s")
            .withImages(List.of(Path.of("/a b.tar"), Path.of("/c.tar")))
            .withLogs(Path.of("/logs"));

    // When
    Map<String, String> environment =
        options.environment(
            17, List.of(Path.of("/etcd/etcd"), Path.of("/k8s/kubelet"), Path.of("/k8s/kubectl")));

    // Then
    assertThat(environment)
        .containsOnly(
            Map.entry("KEZURI_OWNER", "17"),
            Map.entry("KEZURI_BIN", "/etcd:/k8s"),
            Map.entry("KEZURI_KUBELET", "syncFrequency: 10s"),
            Map.entry("KEZURI_IMAGES", "/a b.tar\n/c.tar"),
            Map.entry("KEZURI_LOGS", "/logs"));
  }

  @Test
  void shouldCopyNoLogsUnlessTold() {
    assertThat(NodeOptions.defaults().environment(17, List.of())).doesNotContainKey("KEZURI_LOGS");
  }
}
