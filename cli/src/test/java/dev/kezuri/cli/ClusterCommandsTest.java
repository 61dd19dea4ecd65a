// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that the commands send, and what they say of the answers. */
@EnableKubernetesMockClient(https = false)
class ClusterCommandsTest {
  private static final String WORKERS = "/apis/kezuri.dev/v1alpha1/workerids";
  private static final String ORDERS =
      "/apis/kezuri.dev/v1alpha1/namespaces/shop/idgenerators/orders";

  private static KubernetesMockServer server;
  private static KubernetesClient client;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();
  private String url;

  @BeforeEach
  void writeKubeconfig() throws IOException {
    url = client.getMasterUrl().toString().replaceAll("/+$", "");
    kubeconfig(url);
  }

  @Test
  void shouldListNamespaceOfContextWhenNothingIsSaid() {
    answer(WORKERS, 200, list("shop/orders", "bank/orders"));

    assertThat(run("workers", "-o", "name")).isZero();
    assertThat(cli.out()).isEqualTo("workerid.kezuri.dev/shop.orders.0\n");
  }

  @Test
  void shouldListAllNamespacesWhenAsked() {
    answer(WORKERS, 200, list("shop/orders", "bank/orders"));

    assertThat(run("workers", "-A")).isZero();
    assertThat(cli.out().lines()).hasSize(3);
  }

  @Test
  void shouldSelectByFieldWhenGeneratorIsNamed() {
    answer(WORKERS + "?fieldSelector=spec.generator%3Dbank%2Forders", 200, list("bank/orders"));

    assertThat(run("workers", "-n", "bank", "--generator", "orders", "-o", "name")).isZero();
    assertThat(cli.out()).isEqualTo("workerid.kezuri.dev/bank.orders.0\n");
  }

  @Test
  void shouldSayWhereNothingIsWhenNoneIsFound() {
    answer(WORKERS, 200, list("bank/orders"));

    assertThat(run("workers")).isZero();
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).isEqualTo("No worker IDs found in namespace shop (-A shows all).\n");
  }

  @Test
  void shouldNameVerbAndResourceWhenRefused() {
    refuse(WORKERS, 403);

    assertThat(run("workers", "--as", "eve")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: eve needs the verb list on the resource workerids of the API group kezuri.dev"
                + " in the whole cluster (ClusterRole)\n");
  }

  @Test
  void shouldSayThatCrdsAreMissingWhenServerKnowsNoWorkerIds() {
    assertThat(run("workers")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: the API server at "
                + url
                + " has no workerids.kezuri.dev: Kezuri's CRDs are not installed there\n");
  }

  @Test
  void shouldPassOnTheServersWordsWhenItFails() {
    answer(
        WORKERS,
        500,
        new StatusBuilder().withCode(500).withMessage("etcd is away\nand more").build());

    assertThat(run("workers")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo("error: the API server at " + url + " answered 500: etcd is away\n");
  }

  @Test
  void shouldSayCredentialsWhenUnauthorized() {
    refuse(WORKERS, 401);

    assertThat(run("workers")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo("error: the API server at " + url + " does not accept the credentials\n");
  }

  @Test
  void shouldSayOneLineWhenServerIsAway() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    kubeconfig("http://127.0.0.1:" + port);

    assertThat(run("workers")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: no answer from the API server at http://127.0.0.1:"
                + port
                + ": cannot connect\n");
  }

  @Test
  void shouldSayOneLineWhenHostIsUnknown() throws IOException {
    kubeconfig("http://nowhere.invalid:1");

    assertThat(run("workers")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: no answer from the API server at http://nowhere.invalid:1: there is no host of"
                + " this name\n");
  }

  @Test
  void shouldTakeLayoutFromGeneratorWhenNamed() {
    IdGenerator generator = new IdGenerator();
    generator.getMetadata().setName("orders");
    generator.getMetadata().setNamespace("shop");
    answer(ORDERS, 200, generator);

    assertThat(run("decode", "--generator", "shop/orders", "4190215")).isZero();
    assertThat(cli.out()).contains("2015-01-01T00:00:00.000Z   1023     7\n");
  }

  @Test
  void shouldNameTheGeneratorWhenThereIsNone() {
    assertThat(run("decode", "--generator", "orders", "1")).isEqualTo(1);
    assertThat(cli.err()).isEqualTo("error: no IdGenerator shop/orders\n");
  }

  @Test
  void shouldNameNamespaceWhenGeneratorIsRefused() {
    refuse(ORDERS, 403);

    assertThat(run("decode", "--generator", "orders", "1")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: you need the verb get on the resource idgenerators of the API group kezuri.dev"
                + " in the namespace shop\n");
  }

  @Test
  void shouldNameFileOrContextWhenThereIsNone() {
    assertThat(cli.run("workers", "--kubeconfig", "/nowhere/config")).isEqualTo(1);
    assertThat(cli.err()).isEqualTo("error: no such kubeconfig: /nowhere/config\n");
    assertThat(run("workers", "--context", "moon")).isEqualTo(1);
    assertThat(cli.err()).isEqualTo("error: no context of this name in the kubeconfig: moon\n");
  }

  private int run(String command, String... more) {
    String[] args = new String[more.length + 2];
    args[0] = command;
    args[1] = "--kubeconfig=" + folder.resolve("config");
    System.arraycopy(more, 0, args, 2, more.length);
    return cli.run(args);
  }

  private static void refuse(String path, int code) {
    // A client that is not known asks for a new token and tries again.
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(code, new StatusBuilder().withCode(code).withMessage("no").build())
        .times(code == 401 ? 2 : 1);
  }

  private static void answer(String path, int code, Object body) {
    server.expect().get().withPath(path).andReturn(code, body).once();
  }

  private static Object list(String... generators) {
    List<WorkerId> items = new ArrayList<>();
    for (String generator : generators) {
      WorkerId workerId = new WorkerId();
      workerId.getMetadata().setName(WorkerId.nameOf(generator, 0));
      workerId.setSpec(new WorkerIdSpec(generator, 0, LayoutSpec.defaults()));
      items.add(workerId);
    }
    return Map.of("apiVersion", "kezuri.dev/v1alpha1", "kind", "WorkerIdList", "items", items);
  }

  private void kubeconfig(String serverUrl) throws IOException {
    AnsweringServer.kubeconfig(folder, serverUrl, "shop");
  }
}
