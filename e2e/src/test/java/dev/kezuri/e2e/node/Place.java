// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.node.KezuriChart;
import dev.kezuri.local.node.RealNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where all stories take place.
 *
 * @param client an administrator's
 * @param etcd the URL of the node's etcd
 * @param folder for what pods and stories write
 */
record Place(
    RealNode node,
    KubernetesClient client,
    KezuriChart chart,
    String etcd,
    Path folder,
    InstantSource clock) {
  private static final String CONTAINERD = "/run/kezuri/containerd.sock";

  /** Installs or upgrades Kezuri by its chart. */
  void install(Map<String, Object> values) {
    chart.install(kubeconfig(), values);
  }

  /** Calls {@code kubectl kezuri}. */
  KubectlKezuri kezuri(String... words) {
    return KubectlKezuri.run(kubeconfig(), words);
  }

  /** Waits until {@code kubectl kezuri check} finds the installation whole. */
  void awaitContent() {
    Story.await("kubectl kezuri check is content", () -> kezuri("check").code() == 0);
  }

  /** Calls ctr for the node's containers and images. */
  String ctr(String... words) throws IOException {
    List<String> line =
        new ArrayList<>(List.of("ctr", "--address", CONTAINERD, "--namespace", "k8s.io"));
    line.addAll(List.of(words));
    return inside(line.toArray(String[]::new));
  }

  /** Runs a program in the node's namespaces; returns what it says. */
  String inside(String... words) throws IOException {
    Process process = new ProcessBuilder(node.inside(words)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(List.of(words) + ": " + said);
    }
    return said;
  }

  /** The administrator's. */
  Path kubeconfig() {
    return node.kubeconfig().orElseThrow();
  }

  long nowMs() {
    return clock.millis();
  }
}
