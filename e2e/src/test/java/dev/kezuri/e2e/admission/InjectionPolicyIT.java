// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.e2e.admission.DeployedClusters.Deployed;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sends the files of {@code SidecarInjectionTest}, which say what the injection does in Java,
 * through the policy: what the API server would store of {@code in-Pod.yaml} must be what it would
 * store of {@code out-Pod.yaml}, made without the label so that no policy touches it.
 */
class InjectionPolicyIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  private static final Path CASES =
      Path.of("..", "crds", "src", "test", "resources", "SidecarInjectionTest");

  @TestFactory
  Stream<DynamicTest> shouldInjectAsTheFilesSayWhenAPodIsMade() throws IOException {
    return tests(CLUSTERS.newest());
  }

  @TestFactory
  Stream<DynamicTest> shouldInjectAsTheFilesSayWhenAPodIsMadeOn136() throws IOException {
    return tests(CLUSTERS.emulating("1.36"));
  }

  private static Stream<DynamicTest> tests(Deployed cluster) throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      List<Path> cases = folders.sorted().toList();
      assertThat(cases).isNotEmpty();
      return cases.stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(
                      folder.getFileName().toString(),
                      folder.toUri(),
                      () -> compare(folder, cluster)));
    }
  }

  private static void compare(Path folder, Deployed cluster) throws IOException {
    // Given
    PodsOnTrial pods =
        PodsOnTrial.with(
            cluster.client(),
            folder.getFileName().toString(),
            Files.readString(folder.resolve("in-IdGenerator.yaml")));
    Pod in = pods.read(Files.readString(folder.resolve("in-Pod.yaml")));

    // When // Then
    Path refusal = folder.resolve("out-refusal.txt");
    if (Files.exists(refusal)) {
      assertThatThrownBy(() -> pods.create(in))
          .hasMessageContaining(Files.readString(refusal).strip());
      return;
    }
    Pod out = pods.read(Files.readString(folder.resolve("out-Pod.yaml")));
    String expected = pods.text(pods.createUntouched(out));
    assertThat(pods.text(pods.create(in))).isEqualTo(expected);
    assertThat(pods.text(pods.create(out))).as("injected again").isEqualTo(expected);
  }
}
