// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on the guarantee and the model name is in the code. */
class GuaranteeTest {
  private static final Path TOP = Path.of("..");
  private static final Path PAGE = TOP.resolve("docs").resolve("guarantee.md");
  private static final Path MODEL = TOP.resolve("e2e").resolve("model");
  private static final Pattern LINK = Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`]\\(([^)]+)\\)");
  private static final Pattern RULE = Pattern.compile("(?m)^#define (\\w+) +\\d+( */\\*.*)?$");

  @Test
  void shouldFindTheMethodThatHoldsARule() throws IOException {
    List<String> missing = new ArrayList<>();
    int links = 0;
    Matcher link = LINK.matcher(Files.readString(PAGE));
    while (link.find()) {
      links++;
      Path file = PAGE.resolveSibling(link.group(3));
      boolean named = file.getFileName().toString().equals(link.group(1) + ".java");
      if (!named || !Files.exists(file) || !has(Files.readString(file), link.group(2))) {
        missing.add(link.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(links).isGreaterThan(20);
  }

  private static boolean has(String code, String method) {
    return method == null || code.contains(" " + method + "(");
  }

  @Test
  void shouldCheckEachRuleOfTheModelByAVariant() throws IOException {
    String model = Files.readString(MODEL.resolve("kezuri.pml"));
    Set<String> rules = new TreeSet<>();
    Matcher rule = RULE.matcher(model);
    while (rule.find()) {
      if (model.contains("WITHOUT(" + rule.group(1) + ")")) {
        rules.add(rule.group(1));
      }
    }
    Set<String> variants = new TreeSet<>();
    for (String line : Files.readAllLines(MODEL.resolve("variants.txt"))) {
      String[] fields = line.split("\\|", -1);
      if (fields.length == 4 && !line.startsWith("#") && !fields[1].strip().equals("proven")) {
        variants.add(fields[0].strip());
      }
    }
    assertThat(variants).isEqualTo(rules).hasSizeGreaterThan(25);
  }
}
