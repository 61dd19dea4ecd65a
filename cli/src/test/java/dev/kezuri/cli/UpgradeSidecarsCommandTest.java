// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.cli.AnsweringServer.GENERATORS;
import static dev.kezuri.cli.AnsweringServer.LABELLED;
import static dev.kezuri.cli.AnsweringServer.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.audit.ACluster;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked and said before anything is written; the writes are tried on a real server. */
@EnableKubernetesMockClient(https = false)
class UpgradeSidecarsCommandTest {
  private static final String POLICY =
      "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies/kezuri-inject";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kezuri-system/leases/kezuri-operator";

  private static KubernetesMockServer server;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();
  private AnsweringServer api;

  @BeforeEach
  void writeKubeconfig() throws IOException {
    api = AnsweringServer.of(server, folder);
  }

  private int upgrade(String... more) {
    return api.run(cli, "upgrade-sidecars", more);
  }

  private void pods(ACluster cluster) {
    api.answer(
        LABELLED,
        new PodListBuilder()
            .withItems(cluster.pods().stream().map(p -> cluster.pod(p.name()).build()).toList())
            .build());
  }

  private void policy(String expression) {
    api.answer(
        POLICY,
        Map.of(
            "spec",
            Map.of("variables", List.of(Map.of("name", "image", "expression", expression)))));
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    assertThat(upgrade()).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: nobody can be asked, as this is no terminal: add --");
    assertThat(upgrade("--dry-run", "-A", "orders")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: -A is all IdGenerators: leave out orders\n");
    assertThat(upgrade("--dry-run", "--max-unavailable=0")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --max-unavailable must be at least 1: 0\n");
    assertThat(upgrade("--dry-run", "--image=")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --image must be an image such as kezuri-sidecar:");
    assertThat(upgrade("--dry-run", "--timeout=soon")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --timeout must look like 24h, 90s or 1h30m: soon\n");
    assertThat(upgrade("--dry-run", "--timeout=0s")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --timeout must be at least 1s: 0s\n");
  }

  @Test
  void shouldTellWhatThePolicyOfTheClusterGivesNewPods() {
    pods(ACluster.clean());
    api.answer(GENERATORS, list("IdGeneratorList", ACluster.clean().generators()));
    policy("\n  'registry.example/kezuri-sidecar:0.2.0'\n");

    assertThat(upgrade("--dry-run")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            POD      GENERATOR     SIDECAR                TO                                      STEP
            shop/a   shop/orders   kezuri-sidecar:0.1.0   registry.example/kezuri-sidecar:0.2.0   change
            shop/b   shop/orders   kezuri-sidecar:0.1.0   registry.example/kezuri-sidecar:0.2.0   change
            2 pods would be changed. Nothing was written.
            """);
  }

  @Test
  void shouldAskForAnImageWhereThePolicyIsNotReadable() {
    pods(ACluster.clean());
    api.answer(GENERATORS, list("IdGeneratorList", ACluster.clean().generators()));
    policy("params.image");
    assertThat(upgrade("--dry-run")).isOne();
    assertThat(cli.err()).contains("the policy kezuri-inject does not say it", "Give --image");

    pods(ACluster.clean());
    api.answer(GENERATORS, list("IdGeneratorList", ACluster.clean().generators()));
    api.refuse(POLICY);
    assertThat(upgrade("--dry-run")).isOne();
    assertThat(cli.err())
        .contains("you need the verb get on mutatingadmissionpolicies.", "or give --image");
  }

  @Test
  void shouldHaveNothingToDoWhenAllHaveTheirImage() {
    pods(ACluster.clean());

    assertThat(upgrade("--yes", "--image=kezuri-sidecar:0.1.0")).isZero();
    assertThat(cli.out()).contains("skipped: has it already").endsWith("Nothing to do.\n");
  }

  @Test
  void shouldChangeNothingWhileTheOperatorIsSilent() {
    pods(ACluster.clean());
    server
        .expect()
        .get()
        .withPath(LEASE)
        .andReturn(
            200,
            Map.of(
                "apiVersion",
                "coordination.k8s.io/v1",
                "kind",
                "Lease",
                "metadata",
                Map.of("name", "kezuri-operator", "resourceVersion", "1"),
                "spec",
                Map.of("holderIdentity", "one", "leaseDurationSeconds", 1)))
        .always();

    assertThat(upgrade("--yes", "--image=kezuri-sidecar:0.1.1")).isOne();
    assertThat(cli.err())
        .startsWith(
            "error: the operator does not work, and a pod that gives its turn back would wait for"
                + " the next one: nobody renews its Lease kezuri-system/kezuri-operator for 1 s"
                + " now.");
  }

  @Test
  void shouldSayThatNothingIsThere() {
    pods(ACluster.clean().withoutPod("a").withoutPod("b"));

    assertThat(upgrade("--yes")).isZero();
    assertThat(cli.err())
        .isEqualTo("No labelled pods found in namespace shop (-A looks at all).\n");

    pods(ACluster.clean());
    api.answer(GENERATORS + "/other", null);
    assertThat(upgrade("--yes", "other")).isOne();
    assertThat(cli.err()).isEqualTo("error: no IdGenerator shop/other, and no pod that names it\n");
  }

  @Test
  void shouldPrintOnlyJsonForPrograms() {
    pods(ACluster.clean());

    assertThat(upgrade("--dry-run", "--image=x:1", "-o", "json")).isZero();
    assertThat(cli.out())
        .startsWith("{\n  \"dryRun\": true,\n  \"upgraded\": 0,\n  \"pods\": [")
        .contains("\"step\": \"change\"")
        .doesNotContain("seen");
  }
}
