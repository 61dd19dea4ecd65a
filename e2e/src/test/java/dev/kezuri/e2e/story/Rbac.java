// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rights that are shipped with the operator. */
final class Rbac {
  private static final Path SHIPPED = Path.of("..", "deploy", "operator-rbac.yaml");

  private Rbac() {}

  static void apply(KubernetesClient client) {
    try (InputStream yaml = Files.newInputStream(SHIPPED)) {
      client.load(yaml).items().stream()
          .forEach(item -> client.resource(item).createOr(NonDeletingOperation::update));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
