// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.golden.Golden;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CrdReferenceTest {
  private static final String HEAD =
      """
      # Reference of the kinds

      Made from the CRDs, whose YAML is made from the Java types in [crds](../crds); a test compares it. `kubectl explain idg.spec` says the same of the cluster that you have.
      """;

  @Test
  void shouldBeAsCheckedInWhenTheReferenceIsGenerated() {
    Golden.compare(
        Path.of("..", "docs", "reference.md"),
        Crds.all().stream().map(CrdReference::of).collect(Collectors.joining("", HEAD, "")));
  }

  @Test
  void shouldTellOfEachRule() {
    String text = Crds.all().stream().map(CrdReference::of).collect(Collectors.joining());
    Crds.yaml()
        .lines()
        .filter(line -> line.contains("- message: ") || line.trim().startsWith("message: "))
        .map(line -> line.replaceFirst(".*message: ", "").replaceAll("^\"|\"$", ""))
        .forEach(message -> assertThat(text).contains(message));
  }
}
