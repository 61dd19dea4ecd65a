// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.local.controlplane.ControlPlaneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KezuriChartTest {
  @TempDir private Path folder;

  @Test
  void shouldNameImagesOfItsVersionAndThisMachine() throws IOException {
    // Given
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Files.writeString(folder.resolve("Chart.yaml"), "name: kezuri\nappVersion: \"1.2.3\"\n");
    Path operator = folder.resolve("kezuri-operator-1.2.3-linux-" + machine + ".tar");
    Path sidecar = folder.resolve("kezuri-sidecar-1.2.3-linux-" + machine + ".tar");
    KezuriChart chart = new KezuriChart(folder);
    Files.createFile(operator);
    Files.createFile(folder.resolve("kezuri-sidecar-1.2.2-linux-" + machine + ".tar"));

    // When // Then
    assertThatThrownBy(() -> chart.images(folder))
        .isInstanceOf(ControlPlaneException.class)
        .hasMessage("no " + sidecar + "; ./kezuri images makes it");
    Files.createFile(sidecar);
    assertThat(chart.images(folder)).containsExactly(operator, sidecar);
  }
}
