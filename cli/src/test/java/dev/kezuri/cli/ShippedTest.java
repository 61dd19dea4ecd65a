// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ShippedTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Pattern KIND_AND_NAME =
      Pattern.compile("(?m)^kind: (\\w+)\nmetadata:\n  name: (\\S+)$");

  @Test
  void shouldHaveAllKindsOfDeploy() {
    assertThat(Shipped.all())
        .extracting(Shipped::kind)
        .contains(
            "CustomResourceDefinition",
            "Namespace",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Deployment",
            "Service",
            "PodDisruptionBudget",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");
  }

  @Test
  void shouldKnowWhereTheApiServerKeepsThem() {
    assertThat(Shipped.all())
        .extracting(Shipped::path)
        .contains(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/workerids.kezuri.dev",
            "/api/v1/namespaces/kezuri-system",
            "/apis/apps/v1/namespaces/kezuri-system/deployments/kezuri-operator",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/kezuri-gate");
  }

  @Test
  void shouldTakeAwayAllThatKustomizeBrings() throws IOException {
    // Given
    List<String> files =
        Files.readAllLines(DEPLOY.resolve("kustomization.yaml")).stream()
            .filter(line -> line.strip().startsWith("- "))
            .map(line -> line.strip().substring(2))
            .toList();

    // When
    List<String> brought = new ArrayList<>();
    for (String file : files) {
      Path path = DEPLOY.resolve(file);
      if (Files.isRegularFile(path)) {
        Matcher kinds = KIND_AND_NAME.matcher(Files.readString(path));
        while (kinds.find()) {
          brought.add(kinds.group(1) + "/" + kinds.group(2));
        }
      }
    }

    // Then
    assertThat(brought).hasSizeGreaterThan(20);
    assertThat(Shipped.things())
        .extracting(thing -> thing.kind() + "/" + thing.name())
        .containsAll(brought)
        .contains("CustomResourceDefinition/workerids.kezuri.dev")
        .contains("CustomResourceDefinition/idgenerators.kezuri.dev")
        .contains("NetworkPolicy/kezuri-operator", "PodMonitor/kezuri-operator");
  }

  @Test
  void shouldNameEachRightOfTheOperator() {
    // When
    List<String> rights =
        Shipped.ofKind("Role").stream()
            .flatMap(role -> Right.of(role).stream())
            .map(Right::toString)
            .toList();

    // Then
    assertThat(rights)
        .contains(
            "patch pods",
            "get namespaces called kube-system",
            "update workerids/status.kezuri.dev",
            "update leases.coordination.k8s.io called kezuri-operator in kezuri-system")
        .doesNotHaveDuplicates();
  }
}
