// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends each of the {@link ValidationFiles}. Any other file fails. */
@ExtendWith(SharedControlPlane.class)
class CustomResourceValidationIT {
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
    return ValidationFiles.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    ValidationFiles.ROOT.relativize(file).toString(),
                    file.toUri(),
                    () -> send(file, writer)));
  }

  private static void send(Path file, ObjectWriter writer) throws IOException {
    String text = Files.readString(file);
    if (ValidationFiles.isValid(file)) {
      writer.tryToCreate(text);
    } else if (ValidationFiles.isInvalid(file)) {
      String expected = ValidationFiles.expected(file);
      assertThatThrownBy(() -> writer.tryToCreate(text)).hasMessageContaining(expected);
    } else if (ValidationFiles.isSequence(file)) {
      WriteSequence.of(text).run(writer);
    } else {
      fail("no test uses " + file);
    }
  }
}
