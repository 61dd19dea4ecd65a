// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.api.Crds;
import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.local.controlplane.Shipped;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The kinds alone: the embedded API server knows neither rights nor admission policies. */
final class KindsInstallation implements Installation {
  @Override
  public String words() {
    return "applying the kinds IdGenerator and WorkerId";
  }

  @Override
  public void apply(KubernetesClient admin) {
    Crds.all().forEach(crd -> admin.resource(crd).create());
  }

  @Override
  public boolean inForce(KubernetesClient admin) {
    return Shipped.kindsServed(admin);
  }

  @Override
  public Config operator(Config admin) {
    return admin;
  }

  /** What the policy of a cluster would add. */
  @Override
  public Pod pod(Pod plain) {
    return SidecarInjection.inject(plain, SampleObjects.generator());
  }
}
