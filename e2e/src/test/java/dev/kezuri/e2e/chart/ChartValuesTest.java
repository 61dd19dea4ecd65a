// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kezuri.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table in the chart's README, made of values.yaml; {@code -Dgolden.update} writes it. */
class ChartValuesTest {
  private static final String HEAD = "| value | default | for |\n|---|---|---|\n";
  private static final Pattern VALUE = Pattern.compile("(?m)^  # -- (.+)\n  (\\w+):");
  private static final Pattern GROUP = Pattern.compile("(?m)^(\\w+):$");

  @Test
  void shouldHaveEachValueInTheTable() throws IOException {
    Path readme = Manifests.CHART.resolve("README.md");
    String text = Files.readString(readme);
    assertThat(text).contains(HEAD);
    StringBuilder table = new StringBuilder(text.substring(0, text.indexOf(HEAD))).append(HEAD);
    values()
        .forEach(
            (path, value) ->
                table.append("| `%s` | `%s` | %s |\n".formatted(path, value[0], value[1])));
    Golden.compare(readme, table.toString());
  }

  @Test
  void shouldHaveEachValueInTheSchema() throws IOException {
    JsonNode schema =
        new YAMLMapper().readTree(Manifests.CHART.resolve("values.schema.json").toFile());
    TreeSet<String> known = new TreeSet<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            group ->
                group
                    .getValue()
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(name -> known.add(group.getKey() + "." + name)));
    assertThat(known).isEqualTo(new TreeSet<>(values().keySet()));
  }

  /** Path → default and description. */
  private static Map<String, String[]> values() throws IOException {
    String text = Files.readString(Manifests.CHART.resolve("values.yaml"));
    JsonNode defaults = new YAMLMapper().readTree(text);
    Map<String, String[]> values = new TreeMap<>();
    Matcher value = VALUE.matcher(text);
    while (value.find()) {
      String group = groupBefore(text, value.start());
      JsonNode standard = defaults.path(group).path(value.group(2));
      values.put(group + "." + value.group(2), new String[] {standard.toString(), value.group(1)});
    }
    int all = 0;
    for (JsonNode group : defaults) {
      all += group.size();
    }
    assertThat(values).as("values with a text").hasSize(all);
    return values;
  }

  private static String groupBefore(String text, int end) {
    Matcher group = GROUP.matcher(text.substring(0, end));
    String last = "";
    while (group.find()) {
      last = group.group(1);
    }
    return last;
  }
}
