// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.audit.ACluster;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An API server that answers each expected request once, and the program that asks it. */
final class AnsweringServer {
  static final String KEZURI = "/apis/kezuri.dev/v1alpha1/";
  static final String WORKERS = KEZURI + "workerids";
  static final String GENERATORS = KEZURI + "namespaces/shop/idgenerators";
  static final String LABELLED =
      "/api/v1/namespaces/shop/pods?labelSelector=kezuri.dev%2Fid-generator";

  private final KubernetesMockServer server;
  private final Path kubeconfig;

  private AnsweringServer(KubernetesMockServer server, Path kubeconfig) {
    this.server = server;
    this.kubeconfig = kubeconfig;
  }

  /** Writes a kubeconfig for it into {@code folder}, with a context in the namespace shop. */
  static AnsweringServer of(KubernetesMockServer server, Path folder) throws IOException {
    return new AnsweringServer(server, kubeconfig(folder, server.url("").toString(), "shop"));
  }

  /** Writes {@code folder/config} for a server; returns its path. */
  static Path kubeconfig(Path folder, String url, String namespace) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u, namespace: %s}}]
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(namespace, url.replaceAll("/+$", "")));
  }

  /** Runs a command against it; returns the exit code. */
  int run(CommandLineRun cli, String command, String... more) {
    return cli.run(
        Stream.concat(Stream.of(command, "--kubeconfig=" + kubeconfig), Stream.of(more))
            .toArray(String[]::new));
  }

  static Map<String, Object> list(String kind, List<?> items) {
    return Map.of("apiVersion", "kezuri.dev/v1alpha1", "kind", kind, "items", items);
  }

  void answer(String path, Object body) {
    server.expect().get().withPath(path).andReturn(200, body).once();
  }

  void refuse(String path) {
    refuse(path, "no");
  }

  void refuse(String path, String message) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(403, new StatusBuilder().withCode(403).withMessage(message).build())
        .once();
  }

  /** Answers what a look at the namespace shop asks for. */
  void answerAll(ACluster cluster) {
    answer(WORKERS, list("WorkerIdList", cluster.workerIds()));
    answer(GENERATORS, list("IdGeneratorList", cluster.generators()));
    answer(
        LABELLED,
        new PodListBuilder()
            .withItems(cluster.pods().stream().map(pod -> cluster.pod(pod.name()).build()).toList())
            .build());
  }
}
