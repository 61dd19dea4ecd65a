// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedTest {
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
