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
  /** What the API server takes; a longer one would be refused, and nobody told. */
  private static final int LONGEST_NAME = 253;

  private static final int LONGEST_NOTE = 1024;

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
    String telling =
        String.join(
            ".",
            "",
            uid.substring(0, Math.min(8, uid.length())),
            reason.toLowerCase(Locale.ROOT),
            Long.toString(time, 36));
    String name = cut(metadata.getName(), LONGEST_NAME - telling.length()) + telling;
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(name)
        .endMetadata()
        .withEventTime(new MicroTime(micros(nowMs)))
        .withType(warning ? "Warning" : "Normal")
        .withReason(reason)
        .withAction("Observe")
        .withNote(shortened(note))
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

  /** Returns as much of a name, which no dot or dash may end. */
  private static String cut(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length).replaceAll("[.-]+$", "");
  }

  private static String shortened(String note) {
    return note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE - 3) + "...";
  }

  private static String micros(long ms) {
    String seconds = Instant.ofEpochMilli(ms - Math.floorMod(ms, 1000)).toString();
    return seconds.replace("Z", String.format(Locale.ROOT, ".%03d000Z", Math.floorMod(ms, 1000)));
  }
}
