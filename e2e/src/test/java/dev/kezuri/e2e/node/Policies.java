// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kezuri's admission policies, all of which can be taken away for a while. */
final class Policies {
  private final Place place;

  Policies(Place place) {
    this.place = place;
  }

  /** As on a cluster without them: the chart without injection, and then those that protect. */
  void remove() {
    Map<String, Object> values = new HashMap<>(Versions.BUILT.values());
    values.put("injection.enabled", false);
    place.install(values);
    KubernetesClient client = place.client();
    client.admissionRegistration().v1().validatingAdmissionPolicyBindings().delete();
    client.admissionRegistration().v1().validatingAdmissionPolicies().delete();
    assertThat(there()).as("policies").isEmpty();
  }

  /** As they were. */
  void putBack() {
    place.install(Versions.BUILT.values());
    assertThat(there()).as("policies").isNotEmpty();
    place.awaitContent();
  }

  private List<HasMetadata> there() {
    List<HasMetadata> all = new ArrayList<>();
    var registration = place.client().admissionRegistration().v1();
    all.addAll(registration.validatingAdmissionPolicies().list().getItems());
    all.addAll(registration.validatingAdmissionPolicyBindings().list().getItems());
    all.addAll(
        place
            .client()
            .genericKubernetesResources(
                "admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy")
            .list()
            .getItems());
    return all;
  }
}
