// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.util.Locale;

/** Makes events that {@code kubectl describe} shows. */
final class Events {
  private Events() {}

  /**
   * Returns an event about {@code about}.
   *
   * @param time what tells this telling of the cause from earlier ones, in ms; part of the name
   */
  static Event of(
      HasMetadata about, String reason, boolean warning, String note, long nowMs, long time) {
    var metadata = about.getMetadata();
    String uid = metadata.getUid();
    String name =
        String.join(
            ".",
            metadata.getName(),
            uid.substring(0, Math.min(8, uid.length())),
            reason.toLowerCase(Locale.ROOT),
            Long.toString(time, 36));
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(name)
        .endMetadata()
        .withEventTime(new MicroTime(micros(nowMs)))
        .withType(warning ? "Warning" : "Normal")
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
                .withUid(uid)
                .build())
        .build();
  }

  private static String micros(long ms) {
    String seconds = Instant.ofEpochMilli(ms - Math.floorMod(ms, 1000)).toString();
    return seconds.replace("Z", String.format(Locale.ROOT, ".%03d000Z", Math.floorMod(ms, 1000)));
  }
}
