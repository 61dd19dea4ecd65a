// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a labelled pod gets before it is stored: pure, and done twice the same as once. Nothing that
 * the pod brings along is overwritten; a container called kezuri-sidecar is a sidecar written by
 * hand, and is left alone with its volumes. The policy deploy/policies/inject.yaml does the same.
 */
public final class SidecarInjection {
  private SidecarInjection() {}

  /**
   * Returns a copy of {@code pod} with all that {@code generator} gives to its pods.
   *
   * @throws InjectionException if the pod asks for what it cannot be given
   */
  public static Pod inject(Pod pod, IdGenerator generator) {
    JsonNode tree =
        Additions.MAPPER.valueToTree(new PodBuilder(pod).editOrNewSpec().endSpec().build());
    additions(pod, generator).forEach(addition -> addition.applyTo(tree));
    try {
      return Additions.MAPPER.treeToValue(tree, Pod.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what {@link #inject} adds, in the order in which it is to be added; for whoever has the
   * pod in another form than Java's, with fields that Java's does not know.
   *
   * @throws InjectionException if the pod asks for what it cannot be given
   */
  public static List<Addition> additions(Pod pod, IdGenerator generator) {
    PodSpec spec = pod.getSpec() == null ? new PodSpec() : pod.getSpec();
    SidecarSpec sidecar = generator.getSpec().sidecar();
    SidecarOverrides overrides = SidecarOverrides.of(pod);
    Additions additions = new Additions();
    addGate(spec, additions);
    // Before the sidecar, which moves the init containers.
    ApplicationEnvironment environment = ApplicationEnvironment.of(sidecar);
    addTo(spec.getInitContainers(), "/spec/initContainers/", environment, additions);
    addTo(spec.getContainers(), "/spec/containers/", environment, additions);
    if (sidecar.enabled() && !carriesSidecar(spec)) {
      refuseWindows(spec);
      addSidecar(SidecarContainer.of(sidecar, spec, overrides), sidecar, spec, additions);
    }
    return additions.all();
  }

  /** The API refuses a gate on a pod that already has its node; such a pod is served ungated. */
  private static void addGate(PodSpec spec, Additions additions) {
    if (spec.getNodeName() == null || spec.getNodeName().isEmpty()) {
      appendMissing(
          "/spec/schedulingGates",
          spec.getSchedulingGates(),
          List.of(new PodSchedulingGate(MetadataKeys.GATE)),
          PodSchedulingGate::getName,
          additions);
    }
  }

  private static void addTo(
      List<Container> containers,
      String path,
      ApplicationEnvironment environment,
      Additions additions) {
    for (int i = 0; i < containers.size(); i++) {
      if (!isSidecar(containers.get(i))) {
        environment.addTo(containers.get(i), path + i, additions);
      }
    }
  }

  private static void addSidecar(
      Container container, SidecarSpec sidecar, PodSpec spec, Additions additions) {
    // First of all init containers, so that those after it can already draw IDs.
    additions.insert(
        "/spec/initContainers", spec.getInitContainers().isEmpty(), List.of(container));
    appendMissing(
        "/spec/volumes", spec.getVolumes(), SidecarVolumes.all(), Volume::getName, additions);
    appendMissing(
        "/spec/imagePullSecrets",
        spec.getImagePullSecrets(),
        sidecar.imagePullSecrets(),
        LocalObjectReference::getName,
        additions);
  }

  private static void refuseWindows(PodSpec spec) {
    if (spec.getOs() != null && "windows".equals(spec.getOs().getName())) {
      throw new InjectionException(
          "spec.os.name is windows, and the sidecar runs on Linux only: name an IdGenerator with"
              + " spec.sidecar.enabled: false, which gives KEZURI_WORKER_ID alone");
    }
  }

  private static boolean carriesSidecar(PodSpec spec) {
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .anyMatch(SidecarInjection::isSidecar);
  }

  private static boolean isSidecar(Container container) {
    return MetadataKeys.SIDECAR_CONTAINER.equals(container.getName());
  }

  private static <T> void appendMissing(
      String array, List<T> own, List<T> added, Function<T, String> name, Additions additions) {
    List<String> taken = own.stream().map(name).toList();
    additions.append(
        array,
        own.isEmpty(),
        added.stream().filter(one -> !taken.contains(name.apply(one))).toList());
  }
}
