// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What krew asks of a plugin's manifest, of the one that cli/krew.sh fills in. */
class KrewManifestTest {
  private static final Path TEMPLATE = Path.of("..", "deploy", "krew", "kezuri.yaml.in");

  private static JsonNode filled() throws IOException {
    String text =
        Files.readString(TEMPLATE)
            .replace("@NOTE@", "No archive is published.")
            .replace("@VERSION@", "0.1.0")
            .replace("@OS@", "linux")
            .replace("@ARCH@", "amd64")
            .replace("@URI@", "https://archive.invalid/kezuri-0.1.0-linux-amd64.tar.gz")
            .replace("@SHA256@", "0123456789abcdef".repeat(4));
    assertThat(text).doesNotContainPattern("@[A-Z0-9]+@");
    return new ObjectMapper(new YAMLFactory()).readTree(text);
  }

  @Test
  void shouldHaveWhatKrewAsksForAndNothingItDoesNotKnow() throws IOException {
    JsonNode plugin = filled();
    JsonNode spec = plugin.path("spec");

    assertThat(plugin.path("apiVersion").asText())
        .isEqualTo("krew.googlecontainertools.github.com/v1alpha2");
    assertThat(plugin.path("kind").asText()).isEqualTo("Plugin");
    assertThat(plugin.at("/metadata/name").asText()).isEqualTo("kezuri");
    assertThat(spec.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "version", "shortDescription", "description", "caveats", "platforms");
    assertThat(spec.path("version").asText()).matches("v\\d+\\.\\d+\\.\\d+");
    assertThat(spec.path("shortDescription").asText()).hasSizeBetween(1, 50).doesNotContain("\n");
    assertThat(spec.path("platforms")).hasSize(1);
  }

  @Test
  void shouldNameThePlatformTheArchiveAndTheProgramInIt() throws IOException {
    JsonNode platform = filled().at("/spec/platforms/0");

    assertThat(platform.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("selector", "uri", "sha256", "bin");
    assertThat(platform.at("/selector/matchLabels").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("os", "arch");
    assertThat(platform.path("sha256").asText()).matches("[a-f0-9]{64}");
    assertThat(platform.path("uri").asText()).startsWith("https://");
    assertThat(platform.path("bin").asText()).isEqualTo("bin/kubectl-kezuri");
  }
}
