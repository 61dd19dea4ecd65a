// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the machine needs of a pod's spec.
 *
 * @param graceMs terminationGracePeriodSeconds
 * @param probes those that the sidecar has
 */
public record PodTraits(long graceMs, Map<ProbeKind, HttpGet> probes) {
  /** Copies the map. */
  public PodTraits {
    probes = Map.copyOf(probes);
  }

  /** One httpGet probe; of its address only the path counts, as the ports are the kubelet's. */
  public record HttpGet(
      String path, long delayMs, long periodMs, int timeoutMs, int failureThreshold) {}

  static PodTraits of(Long graceSeconds, Container sidecar, KubeletTiming timing) {
    Map<ProbeKind, HttpGet> probes = new EnumMap<>(ProbeKind.class);
    put(probes, ProbeKind.STARTUP, sidecar.getStartupProbe(), timing);
    put(probes, ProbeKind.READINESS, sidecar.getReadinessProbe(), timing);
    put(probes, ProbeKind.LIVENESS, sidecar.getLivenessProbe(), timing);
    return new PodTraits(1000 * (graceSeconds == null ? 30 : graceSeconds), probes);
  }

  private static void put(
      Map<ProbeKind, HttpGet> probes, ProbeKind kind, Probe probe, KubeletTiming timing) {
    if (probe == null || probe.getHttpGet() == null) {
      return;
    }
    long period = 1000L * or(probe.getPeriodSeconds(), 10);
    probes.put(
        kind,
        new HttpGet(
            probe.getHttpGet().getPath(),
            1000L * or(probe.getInitialDelaySeconds(), 0),
            timing.probeMs() > 0 ? timing.probeMs() : period,
            1000 * or(probe.getTimeoutSeconds(), 1),
            // Probes that come more often must not give up sooner.
            timing.probeMs() > 0
                ? (int) (or(probe.getFailureThreshold(), 3) * period / timing.probeMs())
                : or(probe.getFailureThreshold(), 3)));
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
