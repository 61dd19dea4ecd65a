// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.audit.ACluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
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

/** audit and why: what they ask for, exit codes, and what a refusal leaves. */
@EnableKubernetesMockClient(https = false)
class AuditAndWhyCommandsTest {
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
  void shouldFindNothingAndLookOnce() {
    answerAll();

    assertThat(run("audit", "-n", "shop")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            Clean: no finding, 0 in progress, 0 notes
            Looked at 16 WorkerIds of 1 IdGenerator, and 2 pods.
            """);
  }

  @Test
  void shouldTellOnlyOfWhatASecondLookConfirms() {
    cluster.without(3);
    answerAll();
    answerAll();
    assertThat(run("audit", "-n", "shop")).isOne();
    assertThat(cli.out())
        .isEqualTo(
            """
            Not clean: 1 finding, 0 in progress, 0 notes
            Looked at 15 WorkerIds of 1 IdGenerator, and 2 pods.

            finding  Missing  idgenerator/orders -n shop
              WorkerIds below status.provisioned are missing: 3.
              do: none while the operator runs: it makes them again, to rest for 720h; a living pod that held
                  one runs dry: delete it
            """);

    answerAll();
    cluster.put(AWorkerId.of(ACluster.ORDERS, 3).withFloor(ACluster.hour(7)).build());
    answerAll();
    assertThat(run("audit", "-n", "shop")).isZero();
  }

  @Test
  void shouldCountNotesAndShowThemWhenWide() {
    cluster.withoutPod("a");
    answerAll();
    assertThat(run("audit", "-n", "shop")).isZero();
    assertThat(cli.out()).endsWith("\nnotes: 1 Resting; -o wide shows each\n");

    answerAll();
    assertThat(run("audit", "-n", "shop", "-o", "wide")).isZero();
    assertThat(cli.out())
        .endsWith(
            """

            note  Resting  workerid/shop.orders.0
              pod a is gone without a last word: the number rests until 2026-11-23T20:00:00.000Z.
            """);
  }

  @Test
  void shouldNotSayCleanWhenPodsWereRefused() {
    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    answer(GENERATORS, list("IdGeneratorList", cluster.generators()));
    refuse(LABELLED);

    assertThat(run("audit", "-n", "shop")).isOne();
    assertThat(cli.out())
        .startsWith("Not known: no finding in what was looked at, 0 in progress, 0 notes\n")
        .contains("Not looked at: pods: you need the verb list on pods in the namespace shop\n");
  }

  @Test
  void shouldAskForThePodAndWhatIsAroundIt() {
    answer("/api/v1/namespaces/shop/pods/a", cluster.pod("a").build());
    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    answer(GENERATORS, list("IdGeneratorList", cluster.generators()));

    assertThat(run("why", "a")).isZero();
    assertThat(cli.out()).startsWith("Well: shop/a gets IDs\n");

    assertThat(run("why", "pod/none")).isOne();
    assertThat(cli.err()).isEqualTo("error: there is no pod/none in namespace shop\n");
    assertThat(run("why", "cronjob/x")).isEqualTo(2);
    assertThat(cli.err())
        .startsWith("error: must be a pod, deploy/x, sts/x, ds/x, rs/x or job/x: cronjob/x\n");
  }

  @Test
  void shouldAskForThePodsOfADeployment() {
    Deployment app =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName("app")
            .withNamespace("shop")
            .endMetadata()
            .withNewSpec()
            .withReplicas(2)
            .withNewSelector()
            .addToMatchLabels("app", "x")
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels(MetadataKeys.LABEL_GENERATOR, "orders")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    answer("/apis/apps/v1/namespaces/shop/deployments/app", app);
    Pod gated = new PodBuilder(cluster.waiting("c", uid(3))).build();
    answer(
        "/api/v1/namespaces/shop/pods?labelSelector=app%3Dx",
        new PodListBuilder().withItems(cluster.pod("a").build(), gated).build());
    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    answer(GENERATORS, list("IdGeneratorList", cluster.generators()));

    assertThat(run("why", "deploy/app", "-o", "yaml")).isOne();
    assertThat(cli.out())
        .startsWith("about: \"deployment/app\"\nnamespace: \"shop\"\nwell: false\n");
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
