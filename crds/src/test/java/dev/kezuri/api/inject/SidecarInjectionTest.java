// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.fixture.APod;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.golden.Golden;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SidecarInjectionTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @TestFactory
  Stream<DynamicTest> shouldInjectAsTheFilesSay() {
    return Golden.cases(
        SidecarInjectionTest.class,
        folder -> {
          // Given
          IdGenerator generator =
              serialization.unmarshal(folder.read("in-IdGenerator.yaml"), IdGenerator.class);
          Pod pod = serialization.unmarshal(folder.read("in-Pod.yaml"), Pod.class);
          String before = serialization.asYaml(pod);

          // When
          Pod once;
          try {
            once = SidecarInjection.inject(pod, generator);
          } catch (InjectionException e) {
            folder.compare("out-refusal.txt", e.getMessage() + "\n");
            return;
          }
          Pod twice = SidecarInjection.inject(once, generator);

          // Then
          folder.compare("out-Pod.yaml", serialization.asYaml(once));
          assertThat(serialization.asYaml(twice)).isEqualTo(serialization.asYaml(once));
          assertThat(serialization.asYaml(pod)).as("the pod handed in").isEqualTo(before);
        });
  }

  @Test
  void shouldTakeTheImageOfThisVersionWhenTheGeneratorNamesNone() {
    // When
    Pod injected = SidecarInjection.inject(APod.labelled("orders").build(), AnIdGenerator.any());

    // Then
    Container sidecar = injected.getSpec().getInitContainers().getFirst();
    assertThat(sidecar.getImage()).matches("kezuri-sidecar:[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }
}
