// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.local.controlplane.Shipped;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** All of deploy/, as in a cluster: the policies inject, and the operator has its own rights. */
final class ShippedInstallation implements Installation {
  private final Path deploy;

  ShippedInstallation(Path deploy) {
    this.deploy = deploy;
  }

  @Override
  public String words() {
    return "applying deploy/: kinds, rights and policies";
  }

  @Override
  public void apply(KubernetesClient admin) {
    Shipped.apply(admin, deploy);
  }

  @Override
  public boolean inForce(KubernetesClient admin) {
    return Shipped.inForce(admin, SampleObjects.NAMESPACE);
  }

  @Override
  public Config operator(Config admin) {
    return OperatorAccount.impersonating(admin);
  }

  @Override
  public Pod pod(Pod plain) {
    return plain;
  }
}
