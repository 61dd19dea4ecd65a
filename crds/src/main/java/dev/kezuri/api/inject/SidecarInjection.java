// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.SidecarSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a labelled pod gets before it is stored: pure, and done twice the same as once. Nothing that
 * the pod brings along is overwritten; a container called kezuri-sidecar is a sidecar written by
 * hand, and is left alone with its volumes.
 */
public final class SidecarInjection {
  private SidecarInjection() {}

  /** Returns a copy of {@code pod} with all that {@code generator} gives to its pods. */
  public static Pod inject(Pod pod, IdGenerator generator) {
    Pod injected = new PodBuilder(pod).editOrNewSpec().endSpec().build();
    PodSpec spec = injected.getSpec();
    SidecarSpec sidecar = generator.getSpec().sidecar();
    addGate(spec);
    if (sidecar.enabled() && !carriesSidecar(spec)) {
      addSidecar(spec, sidecar);
    }
    ApplicationEnvironment environment = ApplicationEnvironment.of(sidecar);
    Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .filter(container -> !isSidecar(container))
        .forEach(environment::addTo);
    return injected;
  }

  /** The API refuses a gate on a pod that already has its node; such a pod is served ungated. */
  private static void addGate(PodSpec spec) {
    if (spec.getNodeName() == null || spec.getNodeName().isEmpty()) {
      spec.setSchedulingGates(
          withMissing(
              spec.getSchedulingGates(),
              List.of(new PodSchedulingGate(MetadataKeys.GATE)),
              PodSchedulingGate::getName));
    }
  }

  /** First of all init containers, so that those after it can already draw IDs. */
  private static void addSidecar(PodSpec spec, SidecarSpec sidecar) {
    List<Container> containers = new ArrayList<>();
    containers.add(SidecarContainer.of(sidecar, spec));
    containers.addAll(spec.getInitContainers());
    spec.setInitContainers(containers);
    spec.setVolumes(withMissing(spec.getVolumes(), SidecarVolumes.all(), Volume::getName));
    spec.setImagePullSecrets(
        withMissing(
            spec.getImagePullSecrets(), sidecar.imagePullSecrets(), LocalObjectReference::getName));
  }

  private static boolean carriesSidecar(PodSpec spec) {
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .anyMatch(SidecarInjection::isSidecar);
  }

  private static boolean isSidecar(Container container) {
    return MetadataKeys.SIDECAR_CONTAINER.equals(container.getName());
  }

  private static <T> List<T> withMissing(List<T> own, List<T> added, Function<T, String> name) {
    List<String> taken = own.stream().map(name).toList();
    return Stream.concat(
            own.stream(), added.stream().filter(one -> !taken.contains(name.apply(one))))
        .toList();
  }
}
