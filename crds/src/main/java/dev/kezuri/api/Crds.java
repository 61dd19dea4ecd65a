// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The CRDs of this version, as the jar carries them. */
public final class Crds {
  private static final List<String> FILES =
      List.of("idgenerators.kezuri.dev.yaml", "workerids.kezuri.dev.yaml");

  private Crds() {}

  /** Returns both CRDs as one YAML text of two documents. */
  public static String yaml() {
    return String.join("", FILES.stream().map(Crds::read).toList());
  }

  /** Returns both CRDs, new objects at each call. */
  public static List<CustomResourceDefinition> all() {
    return FILES.stream()
        .map(file -> Serialization.unmarshal(read(file), CustomResourceDefinition.class))
        .toList();
  }

  private static String read(String file) {
    try (InputStream in = Crds.class.getResourceAsStream("/dev/kezuri/crds/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
