// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, tests that are named exist, and no page is missing in the index. */
class DocsTest {
  private static final Pattern CLASS =
      Pattern.compile("\\b([A-Z]\\w*[a-z](?:Test|IT|E2E))(?:\\.(should\\w+))?(?![\\w*])");
  private static final Pattern METHOD = Pattern.compile("^…?(should(?:[A-Z][a-z]+){3,})$");

  @Test
  void shouldLeadSomewhereWhenALinkIsFollowed() {
    List<String> dead = new ArrayList<>();
    for (Page page : Page.all()) {
      page.links().stream()
          .filter(link -> !link.matches("[a-z]+:.*"))
          .filter(link -> !leads(page, link))
          .forEach(link -> dead.add(page.name() + ": " + link));
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void shouldHaveEachPageOfDocsInTheIndex() {
    Path docs = Page.TOP.resolve("docs");
    Page index = Page.read(docs.resolve("README.md"));
    List<Path> linked = index.links().stream().map(link -> docs.resolve(link).normalize()).toList();
    assertThat(Tree.files(docs, ".md"))
        .filteredOn(file -> !file.equals(index.file()))
        .allMatch(linked::contains, "in the index");
  }

  @Test
  void shouldNameTestsThatThereAre() {
    Map<String, String> tests =
        Tree.files(Page.TOP, ".java").stream()
            .filter(file -> file.toString().contains("/src/test/"))
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    file -> Page.read(file).text(),
                    (one, other) -> one + other));
    String all = String.join("\n", tests.values());

    List<String> missing = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String code : page.code()) {
        Matcher named = CLASS.matcher(code);
        while (named.find()) {
          String text = tests.get(named.group(1));
          if (text == null || (named.group(2) != null && !has(text, named.group(2)))) {
            missing.add(page.name() + ": " + named.group());
          }
        }
        Matcher method = METHOD.matcher(code);
        if (method.find() && !has(all, method.group(1))) {
          missing.add(page.name() + ": " + code);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean has(String text, String method) {
    return text.contains(" " + method + "(");
  }

  private static boolean leads(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || Page.read(target).anchors().contains(parts[1]);
  }
}
