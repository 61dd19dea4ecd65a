// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import static dev.kezuri.cli.why.Link.Name.SIDECAR;

import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenSidecar;
import dev.kezuri.lease.UtcMillis;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What the sidecar of a pod that has its lease is doing. */
final class SidecarLink {
  private static final long SOON_MS = Duration.ofMinutes(1).toMillis();

  private static final Set<String> UNDER_WAY = Set.of("", "PodInitializing", "ContainerCreating");

  /** As docs/sidecar.md has them. */
  private static final Map<Integer, String> EXITS =
      Map.of(
          1, "internal error",
          2, "wrong usage: the log names flag and rule",
          10, "a port is in use: the log names the address",
          11, "the state folder is locked by another sidecar",
          12, "the state folder cannot be used: the log says why",
          14, "its turn is closed, and no later lease came: kubectl kezuri check",
          137, "killed: out of memory, or by a probe");

  private SidecarLink() {}

  static Link of(SeenPod pod, View view) {
    if (pod.sidecar().isEmpty()) {
      return Link.ok(SIDECAR, "none: the pod gets its worker ID only");
    }
    SeenSidecar sidecar = pod.sidecar().get();
    String describe = "kubectl describe pod " + pod.name() + " -n " + pod.namespace();
    if (pod.node().isEmpty()) {
      boolean soon = view.ageMs(pod) < SOON_MS;
      String text =
          "not started: the pod has no node yet"
              + (pod.unscheduled().isEmpty() ? "" : ": " + pod.unscheduled());
      return soon ? Link.waits(SIDECAR, text) : Link.broken(SIDECAR, text, describe);
    }
    if (sidecar.stateLost()) {
      return Link.broken(
          SIDECAR,
          "its state folder is empty, damaged or another pod's: it issues no IDs any more",
          "delete the pod; its successor gets a worker ID of its own");
    }
    return switch (sidecar.state()) {
      case READY -> Link.ok(SIDECAR, "issues IDs; " + sidecar.image());
      case UNKNOWN, WAITING -> waiting(pod, sidecar, view, describe);
      case STARTING -> starting(pod, sidecar, view);
      case REFUSING -> Link.broken(SIDECAR, "runs, and says that it issues no IDs now", logs(pod));
      case ENDED ->
          Link.broken(SIDECAR, "ended: " + exit(sidecar.ends().getFirst().exitCode()), logs(pod));
    };
  }

  private static Link waiting(SeenPod pod, SeenSidecar sidecar, View view, String describe) {
    String said = sidecar.reason() + (sidecar.message().isEmpty() ? "" : ": ") + sidecar.message();
    if (UNDER_WAY.contains(sidecar.reason())) {
      String text = "not started yet on node " + pod.node();
      return view.ageMs(pod) < SOON_MS
          ? Link.waits(SIDECAR, text)
          : Link.broken(SIDECAR, text + (said.isEmpty() ? "" : " (" + said + ")"), describe);
    }
    if (sidecar.reason().contains("Image")) {
      return Link.broken(
          SIDECAR,
          "the image " + sidecar.image() + " cannot be had: " + said,
          "set spec.sidecar.image of the IdGenerator, and imagePullSecrets if it needs them, and"
              + " have the pod made again");
    }
    String last =
        sidecar.ends().isEmpty() ? "" : "; it ended: " + exit(sidecar.ends().getFirst().exitCode());
    return Link.broken(SIDECAR, said + last, logs(pod) + " --previous");
  }

  private static Link starting(SeenPod pod, SeenSidecar sidecar, View view) {
    String text = "runs since " + UtcMillis.format(sidecar.sinceMs()) + ", and has not started";
    return view.nowMs() < sidecar.sinceMs() + SOON_MS
        ? Link.waits(SIDECAR, text + " yet")
        : Link.broken(SIDECAR, text + ": no lease, or no disk", logs(pod));
  }

  private static String exit(int code) {
    return "exit code " + code + (EXITS.containsKey(code) ? ", " + EXITS.get(code) : "");
  }

  private static String logs(SeenPod pod) {
    return "kubectl logs " + pod.name() + " -n " + pod.namespace() + " -c kezuri-sidecar";
  }
}
