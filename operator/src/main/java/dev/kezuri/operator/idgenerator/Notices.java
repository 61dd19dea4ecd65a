// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.plan.ObservedPod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Events, for what a person must act on and nothing else; each once. */
final class Notices {
  /** The sidecar's exit code for a state folder that is not what it left behind. */
  private static final int STATE_LOST = 13;

  private static final int REMEMBERED = 10_000;

  private final ClusterPort port;
  private final Set<String> told =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  Notices(ClusterPort port) {
    this.port = port;
  }

  /** Tells of each problem that {@code now} has and {@code before} had not. */
  void ofStatus(
      IdGenerator generator, IdGeneratorStatus before, IdGeneratorStatus now, Observed seen) {
    for (ConditionType type : ConditionType.problems()) {
      if (!has(type, now)) {
        continue;
      }
      if (before == null || !has(type, before)) {
        tell(generator, type.text(), type.remedy(), seen, "-" + seen.observation().nowMs());
      }
      if (type == ConditionType.EXHAUSTED) {
        seen.pods().stream()
            .filter(Notices::waits)
            .forEach(pod -> tellOnce(pod, type.text(), type.remedy(), seen));
      }
    }
  }

  private static boolean has(ConditionType type, IdGeneratorStatus status) {
    return status.conditions().stream()
        .anyMatch(c -> c.getType().equals(type.text()) && c.getStatus().equals("True"));
  }

  private static boolean waits(Pod pod) {
    ObservedPod facts = PodFacts.of(pod);
    return facts.gated() && facts.lives() && facts.lease().isEmpty();
  }

  /** Tells of pods whose sidecar lost its state: IDs stop in them until they are deleted. */
  void ofPods(Observed seen) {
    for (Pod pod : seen.pods()) {
      boolean lost =
          PodFacts.sidecarEnds(pod).stream()
              .anyMatch(end -> Integer.valueOf(STATE_LOST).equals(end.getExitCode()));
      if (lost) {
        String note =
            "The sidecar's state folder is empty, damaged or another pod's: it issues no IDs any"
                + " more. Delete the pod; its successor gets a worker ID of its own.";
        tellOnce(pod, "StateLost", note, seen);
      }
    }
  }

  private synchronized void tellOnce(Pod pod, String reason, String note, Observed seen) {
    if (told.add(pod.getMetadata().getUid() + reason)) {
      tell(pod, reason, note, seen, "");
    }
  }

  private void tell(HasMetadata about, String reason, String note, Observed seen, String suffix) {
    var metadata = about.getMetadata();
    String id = metadata.getUid().substring(0, Math.min(8, metadata.getUid().length()));
    String name =
        (metadata.getName() + "." + id + "." + reason + suffix).toLowerCase(java.util.Locale.ROOT);
    // An event that could not be written is not worth a second try: the condition says it too.
    port.createEvent(
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(metadata.getNamespace())
            .withName(name)
            .endMetadata()
            .withEventTime(new MicroTime(micros(seen.observation().nowMs())))
            .withType("Warning")
            .withReason(reason)
            .withAction("Observe")
            .withNote(note)
            .withReportingController("kezuri.dev/operator")
            .withReportingInstance("kezuri-operator")
            .withRegarding(
                new ObjectReferenceBuilder()
                    .withApiVersion(about.getApiVersion())
                    .withKind(about.getKind())
                    .withNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .withUid(metadata.getUid())
                    .build())
            .build());
  }

  private static String micros(long ms) {
    String millis = Instant.ofEpochMilli(ms - ms % 1000).toString();
    return millis.replace("Z", String.format(java.util.Locale.ROOT, ".%06dZ", ms % 1000 * 1000));
  }
}
