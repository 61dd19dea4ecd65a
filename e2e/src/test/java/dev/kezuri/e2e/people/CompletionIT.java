// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.cluster.SharedControlPlane.TestNamespace;
import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the real kubectl offers, by its hidden {@code __complete}, which shells call. */
@ExtendWith(SharedControlPlane.class)
class CompletionIT {
  private static final Path SHIPPED =
      Path.of("..", "cli", "src", "dist", "kubectl_complete-kezuri");

  @TempDir private Path folder;
  private Path kubectl;

  @BeforeEach
  void putOnThePath() throws IOException {
    kubectl =
        ControlPlaneBinaries.of(Progress.on(System.err))
            .findOrBuild(Binary.KUBECTL)
            .path(Binary.KUBECTL);
    Files.copy(SHIPPED, folder.resolve("kubectl_complete-kezuri"));
    Path plugin =
        Files.writeString(
            folder.resolve("kubectl-kezuri"),
            "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.kezuri.cli.KezuriCli \"$@\"\n"
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shouldOfferCommandsOptionsAndNamesOfTheCluster(
      RealControlPlane plane, KubernetesClient client, TestNamespace namespace) throws Exception {
    // Given
    for (String name : List.of("orders", "users")) {
      IdGenerator made = new IdGenerator();
      made.setMetadata(
          new ObjectMetaBuilder().withNamespace(namespace.name()).withName(name).build());
      client.resource(made).create();
    }
    Path kubeconfig = plane.kubeconfig().orElseThrow();

    // When // Then
    assertThat(complete(kubeconfig, "kezuri", "upgr"))
        .startsWith("upgrade-sidecars\t")
        .contains("\n:4\n");
    assertThat(complete(kubeconfig, "kezuri", "status", "--all"))
        .startsWith("--all-namespaces\tIdGenerators of all namespaces.\n:4\n");
    assertThat(complete(kubeconfig, "kezuri", "status", "-n", namespace.name(), ""))
        .startsWith("orders\nusers\n:4\n");
    assertThat(complete(kubeconfig, "kezuri", "status", namespace.name() + "/u"))
        .startsWith(namespace.name() + "/users\n:4\n");
    assertThat(complete(kubeconfig, "kezuri", "workers", "-n", "kube-sys"))
        .startsWith("kube-system\n:4\n");
    assertThat(complete(kubeconfig, "kezuri", "inject", "-f", "")).startsWith(":0\n");
  }

  @Test
  void shouldOfferNothingWhereNoClusterAnswers() throws Exception {
    Path nowhere =
        Files.writeString(
            folder.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            """);
    assertThat(complete(nowhere, "kezuri", "status", "")).startsWith(":4\n");
    assertThat(complete(nowhere, "kezuri", "status", "--context", "")).startsWith("here\n:4\n");
  }

  private String complete(Path kubeconfig, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(kubectl.toString(), "__complete"));
    command.addAll(List.of(words));
    // Standard error is kubectl's debugging.
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "HOME",
                folder.toString(),
                "PATH",
                folder + ":" + System.getenv("PATH")));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
