// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/mutants.md has each patch of e2e/mutants, with the rule that it names. */
class MutantsPageTest {
  @Test
  void shouldHaveEachMutantWithItsRule() {
    List<String> patches =
        Tree.files(Page.TOP.resolve("e2e/mutants"), ".patch").stream()
            .map(
                file ->
                    file.getFileName().toString().replace(".patch", "")
                        + " | "
                        + Page.read(file).text().lines().findFirst().orElseThrow())
            .sorted()
            .toList();

    assertThat(
            Page.read(Page.TOP.resolve("docs/mutants.md")).rows().stream()
                .filter(cells -> cells.size() == 4)
                .map(cells -> String.join(" | ", cells.subList(0, 2))))
        .containsExactlyElementsOf(patches);
  }
}
