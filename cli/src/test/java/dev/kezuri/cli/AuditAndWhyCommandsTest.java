// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.audit.ACluster.uid;
import static dev.kezuri.cli.AnsweringServer.GENERATORS;
import static dev.kezuri.cli.AnsweringServer.LABELLED;
import static dev.kezuri.cli.AnsweringServer.WORKERS;
import static dev.kezuri.cli.AnsweringServer.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.audit.ACluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** audit and why: what they ask for, exit codes, and what a refusal leaves. */
@EnableKubernetesMockClient(https = false)
class AuditAndWhyCommandsTest {
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
  void shouldFindNothingAndLookOnce() {
    api.answerAll(cluster);

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
    api.answerAll(cluster);
    api.answerAll(cluster);
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

    api.answerAll(cluster);
    cluster.put(AWorkerId.of(ACluster.ORDERS, 3).withFloor(ACluster.hour(7)).build());
    api.answerAll(cluster);
    assertThat(run("audit", "-n", "shop")).isZero();
  }

  @Test
  void shouldCountNotesAndShowThemWhenWide() {
    cluster.withoutPod("a");
    api.answerAll(cluster);
    assertThat(run("audit", "-n", "shop")).isZero();
    assertThat(cli.out()).endsWith("\nnotes: 1 Resting; -o wide shows each\n");

    api.answerAll(cluster);
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
    api.answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    api.answer(GENERATORS, list("IdGeneratorList", cluster.generators()));
    api.refuse(LABELLED);

    assertThat(run("audit", "-n", "shop")).isOne();
    assertThat(cli.out())
        .startsWith("Not known: no finding in what was looked at, 0 in progress, 0 notes\n")
        .contains("Not looked at: pods: you need the verb list on pods in the namespace shop\n");
  }

  @Test
  void shouldAskForThePodAndWhatIsAroundIt() {
    api.answer("/api/v1/namespaces/shop/pods/a", cluster.pod("a").build());
    api.answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    api.answer(GENERATORS, list("IdGeneratorList", cluster.generators()));

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
    api.answer("/apis/apps/v1/namespaces/shop/deployments/app", app);
    Pod gated = new PodBuilder(cluster.waiting("c", uid(3))).build();
    api.answer(
        "/api/v1/namespaces/shop/pods?labelSelector=app%3Dx",
        new PodListBuilder().withItems(cluster.pod("a").build(), gated).build());
    api.answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    api.answer(GENERATORS, list("IdGeneratorList", cluster.generators()));

    assertThat(run("why", "deploy/app", "-o", "yaml")).isOne();
    assertThat(cli.out())
        .startsWith("about: \"deployment/app\"\nnamespace: \"shop\"\nwell: false\n");
  }

  private int run(String command, String... more) {
    return api.run(cli, command, more);
  }
}
