// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.cluster.SharedControlPlane.TestNamespace;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends each file of {@code src/test/resources/CustomResourceValidationIT/<kind>/}. A {@code
 * valid-} object is taken; an {@code invalid-} one is refused with the text of its first line,
 * {@code # expect: …}; a {@code sequence-} is an object and then writes to it, see {@link
 * WriteSequence}. Any other file fails.
 */
@ExtendWith(SharedControlPlane.class)
class CustomResourceValidationIT {
  private static final Path FILES = Path.of("src/test/resources/CustomResourceValidationIT");
  private static final String EXPECT = "# expect: ";

  private KubernetesClient client;

  @AfterEach
  void close() {
    client.close();
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsTheFileSays(RealControlPlane plane, TestNamespace namespace)
      throws IOException {
    // By rights and policies it may do all: what refuses it is the CRD.
    client = new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build();
    ObjectWriter writer = new ObjectWriter(client, namespace.name());
    return files().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    FILES.relativize(file).toString(), file.toUri(), () -> send(file, writer)));
  }

  private static void send(Path file, ObjectWriter writer) throws IOException {
    String name = file.getFileName().toString();
    String text = Files.readString(file);
    if (name.matches("valid-.*\\.yaml")) {
      writer.tryToCreate(text);
    } else if (name.matches("invalid-.*\\.yaml")) {
      assertThat(text).as("its first line").startsWith(EXPECT);
      String expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
      assertThatThrownBy(() -> writer.tryToCreate(text)).hasMessageContaining(expected);
    } else if (name.matches("sequence-.*\\.yaml")) {
      WriteSequence.of(text).run(writer);
    } else {
      fail("no test uses " + file);
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
