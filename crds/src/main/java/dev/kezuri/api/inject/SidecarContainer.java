// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.SidecarSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The native sidecar: started before all other containers, ended after them. */
final class SidecarContainer {
  /** Ten minutes, because a pod made with its node may wait for its lease after it was started. */
  private static final int STARTUP_SECONDS = 600;

  /** Any user but root; for pods that make root everybody's. */
  private static final long NOT_ROOT = 65_532;

  private SidecarContainer() {}

  static Container of(SidecarSpec sidecar, PodSpec pod, SidecarOverrides overrides) {
    return new ContainerBuilder()
        .withName(MetadataKeys.SIDECAR_CONTAINER)
        .withImage(image(sidecar, overrides))
        .withRestartPolicy("Always")
        .withEnv(environment(sidecar, overrides))
        .addNewPort()
        .withName(MetadataKeys.PORT_ADMIN)
        .withContainerPort(sidecar.adminPort())
        .withProtocol("TCP")
        .endPort()
        .withResources(SidecarResources.of(sidecar.resources(), pod, overrides))
        .withVolumeMounts(SidecarVolumes.mounts())
        .withStartupProbe(probe(sidecar, "/startupz", 1, 1, STARTUP_SECONDS))
        .withReadinessProbe(probe(sidecar, "/readyz", 5, 2, 2))
        .withLivenessProbe(probe(sidecar, "/healthz", 10, 5, 6))
        .withTerminationMessagePolicy("File")
        .withSecurityContext(restricted(pod))
        .build();
  }

  private static String image(SidecarSpec sidecar, SidecarOverrides overrides) {
    return overrides
        .image()
        .or(() -> Optional.ofNullable(sidecar.image()))
        .orElseGet(SidecarImage::ofThisVersion);
  }

  private static List<EnvVar> environment(SidecarSpec sidecar, SidecarOverrides overrides) {
    List<EnvVar> variables =
        new ArrayList<>(
            List.of(
                Variables.ofField("KEZURI_POD_UID", "metadata.uid"),
                Variables.of("KEZURI_LISTEN", "localhost:" + sidecar.port()),
                Variables.of("KEZURI_ADMIN_LISTEN", "0.0.0.0:" + sidecar.adminPort()),
                Variables.of("KEZURI_IDLE_TIMEOUT", sidecar.idleTimeout())));
    overrides
        .logLevel()
        .or(() -> Optional.ofNullable(sidecar.logLevel()))
        .ifPresent(level -> variables.add(Variables.of("KEZURI_LOG_LEVEL", level)));
    variables.addAll(sidecar.env());
    return variables;
  }

  private static Probe probe(
      SidecarSpec sidecar, String path, int periodSeconds, int timeoutSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(sidecar.adminPort())
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(timeoutSeconds)
        .withFailureThreshold(failures)
        .build();
  }

  /** What the Pod Security Standard "restricted" asks for. */
  private static SecurityContext restricted(PodSpec pod) {
    boolean rootByPod =
        pod.getSecurityContext() != null
            && Long.valueOf(0).equals(pod.getSecurityContext().getRunAsUser());
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withReadOnlyRootFilesystem(true)
        .withRunAsNonRoot(true)
        .withRunAsUser(rootByPod ? NOT_ROOT : null)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }
}
