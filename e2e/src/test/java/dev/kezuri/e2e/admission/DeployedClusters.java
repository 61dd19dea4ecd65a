// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.function.Function;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real API servers with {@code kubectl apply -k deploy} done, one a Kubernetes version and JVM.
 * Older versions are the same program, which then serves the APIs of that version and no newer.
 */
final class DeployedClusters implements BeforeAllCallback {
  private ExtensionContext.Store store;

  /** One of them, with an administrator's client. */
  record Deployed(RealControlPlane plane, KubernetesClient client, Kubectl kubectl, String said)
      implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      plane.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // The root store's values are closed when the last test of the JVM has run.
    store = context.getRoot().getStore(ExtensionContext.Namespace.create(DeployedClusters.class));
  }

  /** The version of the binaries. */
  Deployed newest() {
    return deployed("newest", version -> new String[0]);
  }

  /** A version such as 1.36, by the API server's emulation. */
  Deployed emulating(String version) {
    return deployed(version, emulated -> new String[] {"--emulated-version=" + emulated});
  }

  /** One of the newest version with {@code flags}, which the caller closes. */
  Deployed startOwn(String... flags) {
    return start(flags);
  }

  private Deployed deployed(String version, Function<String, String[]> flags) {
    return store.computeIfAbsent(version, key -> start(flags.apply(key)), Deployed.class);
  }

  private static Deployed start(String... flags) {
    FoundBinaries binaries =
        ControlPlaneBinaries.of(Progress.on(System.err)).findOrBuild(Binary.KUBECTL);
    RealControlPlane plane = RealControlPlane.start(binaries, flags);
    try {
      Kubectl kubectl =
          new Kubectl(binaries.path(Binary.KUBECTL), plane.kubeconfig().orElseThrow());
      Kubectl.Said said = kubectl.run("apply", "-k", "deploy");
      KubernetesClient client = new KubernetesClientBuilder().withConfig(plane.config()).build();
      return new Deployed(plane, client, kubectl, said.text());
    } catch (IOException e) {
      plane.close();
      throw new IllegalStateException("kubectl does not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      plane.close();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
