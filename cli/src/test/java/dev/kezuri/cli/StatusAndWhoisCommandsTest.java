// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.cli.AnsweringServer.GENERATORS;
import static dev.kezuri.cli.AnsweringServer.KEZURI;
import static dev.kezuri.cli.AnsweringServer.LABELLED;
import static dev.kezuri.cli.AnsweringServer.WORKERS;
import static dev.kezuri.cli.AnsweringServer.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.audit.ACluster;
import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** status and whois: what they ask for, exit codes, and what a refusal leaves. */
@EnableKubernetesMockClient(https = false)
class StatusAndWhoisCommandsTest {
  private static KubernetesMockServer server;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();
  private final ACluster cluster = ACluster.clean();
  private AnsweringServer api;

  @BeforeEach
  void writeKubeconfig() throws IOException {
    api = AnsweringServer.of(server, folder);
  }

  @Test
  void shouldAskForTheNamespaceOfTheContextAndSayAllWell() {
    api.answerAll(cluster);

    assertThat(run("status")).isZero();
    assertThat(cli.out()).startsWith("All well: 1 IdGenerator, 2 pods, none waits\n");
  }

  @Test
  void shouldTellOfOneGeneratorWhenNamed() {
    api.answerAll(cluster);
    assertThat(run("status", "shop/orders", "-o", "json")).isZero();
    assertThat(cli.out()).startsWith("{\n  \"well\": true,\n");

    api.answerAll(cluster);
    assertThat(run("status", "nosuch")).isOne();
    assertThat(cli.err()).isEqualTo("error: no IdGenerator shop/nosuch\n");
  }

  @Test
  void shouldAskForAllNamespacesWhenTold() {
    api.answer(WORKERS, list("WorkerIdList", List.of()));
    api.answer(KEZURI + "idgenerators", list("IdGeneratorList", List.of()));
    api.answer(
        "/api/v1/pods?labelSelector=kezuri.dev%2Fid-generator", new PodListBuilder().build());

    assertThat(run("status", "-A")).isZero();
    assertThat(cli.err()).isEqualTo("No IdGenerators found in this cluster.\n");
  }

  @Test
  void shouldSayWhatWasNotLookedAtWhenRightsAreMissing() {
    api.refuse(WORKERS);
    api.refuse(LABELLED);
    api.answer(GENERATORS, list("IdGeneratorList", cluster.generators()));

    assertThat(run("status", "--as", "eve")).isOne();
    assertThat(cli.out())
        .startsWith(
            """
            Not known: nothing is wrong in what could be looked at
            Not looked at: pods: you need the verb list on pods in the namespace shop
            Not looked at: the ledger: you need the verb list on workerids.kezuri.dev in the whole cluster
                           (ClusterRole)
            """);
  }

  @Test
  void shouldEndWithTheRightThatIsMissingWhenNothingCanBeSaid() {
    api.refuse(WORKERS);
    assertThat(run("whois", "1")).isOne();
    assertThat(cli.err())
        .isEqualTo(
            "error: you need the verb list on workerids.kezuri.dev in the whole cluster"
                + " (ClusterRole): ask an administrator for it\n");
  }

  @Test
  void shouldPassOnThatOneMayNotActAsAnother() {
    api.refuse(WORKERS, "users \"bob\" is forbidden: User \"eve\" cannot impersonate resource");

    assertThat(run("whois", "1", "--as", "bob")).isOne();
    assertThat(cli.err()).doesNotContain("ask an administrator");
  }

  @Test
  void shouldAskAllNamespacesForAnIdAndTakeOneThatIsUnknownForAFailure() {
    long known = IdLayout.DEFAULT.encode(ACluster.NOW, 0, 1);
    api.answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    api.answer(KEZURI + "idgenerators", list("IdGeneratorList", cluster.generators()));
    assertThat(run("whois", Long.toString(known))).isZero();
    assertThat(cli.out()).startsWith(known + ": pod shop/a\n");

    api.answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    api.refuse(KEZURI + "idgenerators");
    cli.stdin(known + " 1\n");
    assertThat(run("whois", "-")).isOne();
    assertThat(cli.out())
        .contains(
            "\n1: not known\n  not looked at: IdGenerators: you need the verb list on"
                + " idgenerators.kezuri.dev in the whole");
  }

  @Test
  void shouldRefuseWhatIsNoId() {
    assertThat(run("whois", "x1")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: an ID is a decimal number: x1\n");
    assertThat(run("whois", "--frobnicate", "1")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: unknown option: --frobnicate\n");
    assertThat(run("whois", "-7")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: an ID must not be negative: -7\n");
    assertThat(run("audit", "-o", "name")).isEqualTo(2);
  }

  private int run(String command, String... more) {
    return api.run(cli, command, more);
  }
}
