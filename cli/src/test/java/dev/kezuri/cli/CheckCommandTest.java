// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of a server that knows nothing; CheckIT asks real ones. */
@EnableKubernetesMockClient(https = false)
class CheckCommandTest {
  private static KubernetesMockServer server;
  private static KubernetesClient client;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();

  @BeforeEach
  void writeKubeconfig() throws IOException {
    AnsweringServer.kubeconfig(folder, client.getMasterUrl().toString(), "default");
  }

  @Test
  void shouldNameAllThatIsMissingWhenServerHasNothing() {
    // Given
    version("34", "v1.34.1");

    // When
    int code = check();

    // Then
    assertThat(code).isOne();
    assertThat(cli.out().lines())
        .startsWith(
            "ok       kubernetes  v1.34.1",
            "problem  api         ValidatingAdmissionPolicy v1 is not served; needs Kubernetes"
                + " 1.30: no server so old is supported: upgrade the cluster")
        .contains(
            "problem  crd         workerids.kezuri.dev is missing: kubectl apply -k deploy, of this"
                + " version",
            "problem  policy      kezuri-gate is missing: kubectl apply -k deploy, of this version",
            "skipped  ledger      no WorkerIds are served: see crd")
        .noneMatch(line -> line.contains(" kezuri-inject is "));
  }

  @Test
  void shouldSayWhichVersionIsNeededWhenServerIsOld() {
    // Given
    version("32+", "v1.32.9-gke.1");

    // When // Then
    assertThat(check("--pre")).isOne();
    assertThat(cli.out())
        .startsWith(
            "problem  kubernetes  v1.32.9-gke.1 is too old: Kezuri needs 1.33; 1.36 to inject pods"
                + " itself\n");
  }

  @Test
  void shouldPrintEachFindingWithItsPartsWhenAskedForJson() {
    // Given
    version("37", "v1.37.2");

    // When // Then
    assertThat(check("--pre", "-o", "json")).isOne();
    assertThat(cli.out())
        .startsWith(
            """
            [
              {
                "level": "ok",
                "topic": "kubernetes",
                "text": "v1.37.2",
                "remedy": ""
              },
            """);
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    assertThat(check("-o", "name")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: -o must be table, wide, json or yaml: name\n");
    assertThat(check("--pre", "--pods")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --pre is before and --pods after the install");
    assertThat(check("-A")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: -A goes with --pods");
    assertThat(check("--wait=soon")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --wait must look like 24h, 90s or 1h30m: soon\n");
  }

  @Test
  void shouldLookAgainUntilTheTimeIsOver() {
    // Given
    version("34", "v1.34.1");

    // When // Then
    assertThat(check("--wait=1s")).isOne();
    assertThat(cli.err()).startsWith("waiting: ").hasLineCount(1);
    assertThat(cli.out()).contains("problem  crd         workerids.kezuri.dev is missing: ");
  }

  private static void version(String minor, String git) {
    server.setVersionInfo(
        new VersionInfo.Builder().withMajor("1").withMinor(minor).withGitVersion(git).build());
  }

  private int check(String... more) {
    return cli.run(
        Stream.concat(
                Stream.of("check", "--kubeconfig=" + folder.resolve("config")), Stream.of(more))
            .toArray(String[]::new));
  }
}
