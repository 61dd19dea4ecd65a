// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ways to take a held worker ID for another pod: each a list of writes to the status. */
final class Steals {
  static final String THIEF = "bbbbbbbb-0000-0000-0000-000000000000";
  private static final long HOUR_MS = 3_600_000;

  /** One write: a patch of the status. */
  record Step(PatchType type, String patch) {}

  private final HeldWindow held;
  private final long fromMs;
  private final long untilMs;

  Steals(HeldWindow held) {
    this.held = held;
    this.fromMs = held.window().notBeforeMs();
    this.untilMs = held.window().notAfterMs();
  }

  /** Steals in one write. */
  Map<String, List<Step>> inOneStep() {
    Map<String, List<Step>> all = new LinkedHashMap<>();
    all.put("the same window for another pod", one(window(THIEF, fromMs, untilMs, held.turn())));
    all.put("a later turn for another pod", one(window(THIEF, fromMs, untilMs, held.turn() + 1)));
    all.put("a window after the holder's", one(window(THIEF, untilMs, untilMs + HOUR_MS, 0)));
    all.put(
        "a window after a made-up last word, in one write",
        one(
            both(
                window(THIEF, fromMs + 2, untilMs, 0),
                history(held.podUid(), fromMs, fromMs + 1, "Graceful"))));
    all.put(
        "a window after the holder was lost, in one write",
        one(
            both(
                window(THIEF, untilMs, untilMs + HOUR_MS, 0),
                history(held.podUid(), fromMs, untilMs, "Lost"))));
    all.put("a shorter window", one(window(held.podUid(), fromMs, untilMs - 1, held.turn())));
    all.put("an earlier turn", one(window(held.podUid(), fromMs, untilMs, held.turn() - 1)));
    return all;
  }

  /** Steals in two writes: the holder is pushed out, then the thief takes its place. */
  Map<String, List<Step>> inTwoSteps() {
    Map<String, List<Step>> all = new LinkedHashMap<>();
    all.put("window removed without a trace", then(merge("{\"window\":null}")));
    all.put("released as another pod's", then(release(THIEF, fromMs, untilMs, "Lost", untilMs)));
    all.put("lost, cut short", then(release(held.podUid(), fromMs, fromMs + 1, "Lost", untilMs)));
    all.put(
        "a last word before the first timestamp",
        then(release(held.podUid(), fromMs, fromMs, "Graceful", untilMs)));
    all.put(
        "a last word after the end",
        then(release(held.podUid(), fromMs, untilMs + 1, "Graceful", untilMs + 1)));
    all.put(
        "lost, and the floor left behind",
        then(merge("{\"window\":null," + history(held.podUid(), fromMs, untilMs, "Lost") + "}")));
    all.put("status emptied", then(json("replace", "/status", "{}")));
    all.put("status removed", then(new Step(PatchType.JSON, remove("/status"))));
    all.put(
        "window removed by JSON Patch", then(new Step(PatchType.JSON, remove("/status/window"))));
    all.put("floor raised, then a grant", then(merge(floor(untilMs))));
    all.put("floor put back", then(merge(floor(fromMs - HOUR_MS))));
    return all;
  }

  private List<Step> one(String fields) {
    return List.of(merge("{" + fields + "}"));
  }

  private List<Step> then(Step first) {
    return List.of(first, merge("{" + window(THIEF, untilMs, untilMs + HOUR_MS, 0) + "}"));
  }

  private static String both(String one, String other) {
    return one + "," + other;
  }

  private static Step merge(String status) {
    return new Step(PatchType.JSON_MERGE, "{\"status\":" + status + "}");
  }

  private static Step json(String op, String path, String value) {
    return new Step(
        PatchType.JSON,
        "[{\"op\":\"%s\",\"path\":\"%s\",\"value\":%s}]".formatted(op, path, value));
  }

  private static String remove(String path) {
    return "[{\"op\":\"remove\",\"path\":\"" + path + "\"}]";
  }

  private static Step release(String podUid, long fromMs, long untilMs, String end, long floorMs) {
    return merge(
        "{\"window\":null,"
            + history(podUid, fromMs, untilMs, end)
            + ",\"floor\":\""
            + UtcMillis.format(floorMs)
            + "\"}");
  }

  private static String floor(long floorMs) {
    return "{\"floor\":\"" + UtcMillis.format(floorMs) + "\"}";
  }

  private static String window(String podUid, long fromMs, long untilMs, int turn) {
    return "\"window\":{\"podUid\":\"%s\",\"notBefore\":\"%s\",\"notAfter\":\"%s\",\"turn\":%d}"
        .formatted(podUid, UtcMillis.format(fromMs), UtcMillis.format(untilMs), turn);
  }

  private static String history(String podUid, long fromMs, long untilMs, String end) {
    return "\"history\":[{\"podUid\":\"%s\",\"notBefore\":\"%s\",\"notAfter\":\"%s\",\"end\":\"%s\"}]"
        .formatted(podUid, UtcMillis.format(fromMs), UtcMillis.format(untilMs), end);
  }
}
