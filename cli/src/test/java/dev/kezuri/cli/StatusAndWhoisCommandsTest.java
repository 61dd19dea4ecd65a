// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.audit.ACluster;
import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** status and whois: what they ask for, exit codes, and what a refusal leaves. */
@EnableKubernetesMockClient(https = false)
class StatusAndWhoisCommandsTest {
  private static final String KEZURI = "/apis/kezuri.dev/v1alpha1/";
  private static final String WORKERS = KEZURI + "workerids";
  private static final String GENERATORS = KEZURI + "namespaces/shop/idgenerators";
  private static final String LABELLED =
      "/api/v1/namespaces/shop/pods?labelSelector=kezuri.dev%2Fid-generator";

  private static KubernetesMockServer server;
  private static KubernetesClient client;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();
  private final ACluster cluster = ACluster.clean();

  @BeforeEach
  void writeKubeconfig() throws IOException {
    Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u, namespace: shop}}]
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(client.getMasterUrl()));
  }

  @Test
  void shouldAskForTheNamespaceOfTheContextAndSayAllWell() {
    answerAll();

    assertThat(run("status")).isZero();
    assertThat(cli.out()).startsWith("All well: 1 IdGenerator, 2 pods, none waits\n");
  }

  @Test
  void shouldTellOfOneGeneratorWhenNamed() {
    answerAll();
    assertThat(run("status", "shop/orders", "-o", "json")).isZero();
    assertThat(cli.out()).startsWith("{\n  \"well\": true,\n");

    answerAll();
    assertThat(run("status", "nosuch")).isOne();
    assertThat(cli.err()).isEqualTo("error: no IdGenerator shop/nosuch\n");
  }

  @Test
  void shouldAskForAllNamespacesWhenTold() {
    answer(WORKERS, list("WorkerIdList", List.of()));
    answer(KEZURI + "idgenerators", list("IdGeneratorList", List.of()));
    answer("/api/v1/pods?labelSelector=kezuri.dev%2Fid-generator", new PodListBuilder().build());

    assertThat(run("status", "-A")).isZero();
    assertThat(cli.err()).isEqualTo("No IdGenerators found in this cluster.\n");
  }

  @Test
  void shouldSayWhatWasNotLookedAtWhenRightsAreMissing() {
    refuse(WORKERS);
    refuse(LABELLED);
    answer(GENERATORS, list("IdGeneratorList", cluster.generators()));

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
    refuse(WORKERS);
    assertThat(run("whois", "1")).isOne();
    assertThat(cli.err())
        .isEqualTo(
            "error: you need the verb list on workerids.kezuri.dev in the whole cluster"
                + " (ClusterRole): ask an administrator for it\n");
  }

  @Test
  void shouldPassOnThatOneMayNotActAsAnother() {
    server
        .expect()
        .get()
        .withPath(WORKERS)
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withMessage("users \"bob\" is forbidden: User \"eve\" cannot impersonate resource")
                .build())
        .once();

    assertThat(run("whois", "1", "--as", "bob")).isOne();
    assertThat(cli.err()).doesNotContain("ask an administrator");
  }

  @Test
  void shouldAskAllNamespacesForAnIdAndTakeOneThatIsUnknownForAFailure() {
    long known = IdLayout.DEFAULT.encode(ACluster.NOW, 0, 1);
    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    answer(KEZURI + "idgenerators", list("IdGeneratorList", cluster.generators()));
    assertThat(run("whois", Long.toString(known))).isZero();
    assertThat(cli.out()).startsWith(known + ": pod shop/a\n");

    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    refuse(KEZURI + "idgenerators");
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

  private void answerAll() {
    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    answer(GENERATORS, list("IdGeneratorList", cluster.generators()));
    answer(
        LABELLED,
        new PodListBuilder()
            .withItems(cluster.pods().stream().map(pod -> cluster.pod(pod.name()).build()).toList())
            .build());
  }

  private static Map<String, Object> list(String kind, List<?> items) {
    return Map.of("apiVersion", "kezuri.dev/v1alpha1", "kind", kind, "items", items);
  }

  private static void answer(String path, Object body) {
    server.expect().get().withPath(path).andReturn(200, body).once();
  }

  private static void refuse(String path) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no").build())
        .once();
  }

  private int run(String command, String... more) {
    return cli.run(
        Stream.concat(
                Stream.of(command, "--kubeconfig=" + folder.resolve("config")), Stream.of(more))
            .toArray(String[]::new));
  }
}
