// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/rbac.md has each rule of deploy/, and no other. */
class RbacDocTest {
  @Test
  void shouldExplainEachRuleThatIsDeployed() {
    List<String> rules = new ArrayList<>();
    for (String file : List.of("operator-rbac.yaml", "roles.yaml")) {
      String yaml = Page.read(Page.TOP.resolve("deploy").resolve(file)).text();
      for (String document : yaml.split("(?m)^---$")) {
        switch (Serialization.unmarshal(document, HasMetadata.class)) {
          case ClusterRole role -> rules.addAll(lines(role.getMetadata().getName(), role));
          case Role role -> rules.addAll(lines(role.getMetadata().getName(), role));
          default -> {}
        }
      }
    }

    assertThat(
            Page.read(Page.TOP.resolve("docs/rbac.md")).rows().stream()
                .map(cells -> String.join(" | ", cells.subList(0, 3))))
        .containsExactlyElementsOf(rules);
    assertThat(Page.read(Page.TOP.resolve("docs/rbac.md")).rows())
        .allMatch(cells -> !cells.get(3).isBlank(), "says what for");
  }

  private static List<String> lines(String name, ClusterRole role) {
    return role.getRules().stream().map(rule -> line("ClusterRole " + name, rule)).toList();
  }

  private static List<String> lines(String name, Role role) {
    return role.getRules().stream().map(rule -> line("Role " + name, rule)).toList();
  }

  private static String line(String role, PolicyRule rule) {
    String group = rule.getApiGroups().getFirst();
    String resources =
        rule.getResources().stream()
            .map(resource -> group.isEmpty() ? resource : resource + "." + group)
            .collect(Collectors.joining(", "));
    String names =
        rule.getResourceNames().isEmpty()
            ? ""
            : " named " + String.join(", ", rule.getResourceNames());
    return role + " | " + resources + names + " | " + String.join(", ", rule.getVerbs());
  }
}
