// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.issue.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/troubleshooting.md quotes is what the programs and policies say. */
class TroubleshootingTest {
  private static final Page PAGE = Page.read(Page.TOP.resolve("docs/troubleshooting.md"));
  private static final String OF_KUBERNETES = "own words";

  @Test
  void shouldQuoteWhatIsSaid() {
    String said = said();
    List<String> unsaid = new ArrayList<>();
    int quotes = 0;
    for (List<String> cells : PAGE.rows()) {
      if (!cells.getFirst().contains(OF_KUBERNETES)) {
        List<String> spans = Page.spans(cells.getFirst());
        quotes += spans.size();
        spans.stream().filter(span -> !isIn(said, span)).forEach(unsaid::add);
      }
    }
    assertThat(quotes).isGreaterThan(20);
    assertThat(unsaid).isEmpty();
  }

  @Test
  void shouldTellOfEachRefusal() {
    assertThat(Arrays.stream(Refusal.values()).map(Refusal::reason))
        .allMatch(reason -> PAGE.text().contains("`" + reason + "`"), "in the page");
  }

  /** The literals of programs and policies, those that are put together with + in one piece. */
  private static String said() {
    StringBuilder all = new StringBuilder();
    for (String module : List.of("core", "crds", "operator", "sidecar", "cli")) {
      all.append(Tree.text(Page.TOP.resolve(module).resolve("src/main/java"), ".java"));
    }
    all.append(Tree.text(Page.TOP.resolve("deploy/policies"), ".yaml"));
    return all.toString()
        .replaceAll("\"\\s*\\+\\s*\"", "")
        .replaceAll("'\\s*\\+\\s*'", "")
        .replaceAll("\\s+", " ");
  }

  private static boolean isIn(String said, String quote) {
    return Arrays.stream(quote.split("…", -1)).map(String::strip).allMatch(said::contains);
  }
}
