// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events, for what a person must act on and nothing else, on the generator and on each pod that
 * waits. Each cause once, and again every 50 minutes while it lasts, since API servers forget
 * events after an hour. Names follow from object, cause and time: an operator that starts anew, or
 * a second one, finds what was said already.
 */
final class Notices {
  /** What is returned if nothing is left to be said later. */
  static final long NOTHING_LEFT_MS = Long.MAX_VALUE;

  private static final long REPEAT_MS = Duration.ofMinutes(50).toMillis();

  /** So many at a look: a thousand pods that wait must not keep a grant waiting. */
  private static final int AT_A_LOOK = 20;

  private static final long SOON_MS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private record Cause(String uid, String reason) {}

  private final ClusterPort port;
  private final Map<String, Map<Cause, Long>> told = new ConcurrentHashMap<>();

  Notices(ClusterPort port) {
    this.port = port;
  }

  /**
   * Tells what is to be told of a generator and its pods; returns in how many ms to come again.
   *
   * @param stored the status as the API server has it
   */
  long look(IdGenerator generator, IdGeneratorStatus stored, Observed seen) {
    long nowMs = seen.observation().nowMs();
    Talk talk = new Talk(generator.ledgerName(), nowMs);
    for (ConditionType type : ConditionType.problems()) {
      problem(stored, type)
          .ifPresent(
              condition -> {
                long sinceMs = UtcMillis.parse(condition.getLastTransitionTime());
                talk.say(generator, type.text(), true, condition.getMessage(), sinceMs);
              });
    }
    PodTroubles troubles = new PodTroubles(generator, stored, seen.observation());
    for (Pod pod : seen.pods()) {
      troubles.of(pod).ifPresent(trouble -> talk.say(pod, trouble));
    }
    Set<String> there =
        seen.pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    there.add(generator.getMetadata().getUid());
    talk.known.keySet().removeIf(cause -> !there.contains(cause.uid()));
    return Math.min(talk.againMs, troubles.againMs());
  }

  /** Tells pods that there is no IdGenerator of the name in their label. */
  void ofPodsWithoutGenerator(String generator, List<Pod> pods, long nowMs) {
    Talk talk = new Talk(generator, nowMs);
    for (Pod pod : pods) {
      PodTroubles.withoutGenerator(generator, pod, nowMs)
          .ifPresent(trouble -> talk.say(pod, trouble));
    }
  }

  /** Forgets all generators that are not {@code there}. */
  void keepOnly(Predicate<String> there) {
    told.keySet().removeIf(there.negate());
  }

  static Optional<Condition> problem(IdGeneratorStatus status, ConditionType type) {
    return status.conditions().stream()
        .filter(c -> c.getType().equals(type.text()) && c.getStatus().equals("True"))
        .findFirst();
  }

  /** What is said about one generator at one time. */
  private final class Talk {
    private final Map<Cause, Long> known;
    private final long nowMs;
    private int said;
    private long againMs = NOTHING_LEFT_MS;

    Talk(String generator, long nowMs) {
      this.known = told.computeIfAbsent(generator, name -> new ConcurrentHashMap<>());
      this.nowMs = nowMs;
    }

    void say(Pod pod, PodTroubles.Trouble trouble) {
      say(pod, trouble.reason(), trouble.warning(), trouble.note(), PodFacts.createdMs(pod));
    }

    void say(HasMetadata about, String reason, boolean warning, String note, long sinceMs) {
      Cause cause = new Cause(about.getMetadata().getUid(), reason);
      long time = sinceMs + Math.max(0, nowMs - sinceMs) / REPEAT_MS * REPEAT_MS;
      if (Long.valueOf(time).equals(known.get(cause))) {
        return;
      }
      if (said == AT_A_LOOK) {
        againMs = SOON_MS;
        return;
      }
      said++;
      var answer = port.createEvent(Events.of(about, reason, warning, note, nowMs, time));
      if (answer instanceof Answer.Unavailable<?>) {
        // The condition says it too; the next look tries again, and this one no further.
        said = AT_A_LOOK;
        return;
      }
      if (answer instanceof Answer.Invalid<?>) {
        LOG.atWarn()
            .addKeyValue("reason", reason)
            .addKeyValue("answer", answer.words())
            .log("the API server took no event");
      }
      known.put(cause, time);
    }
  }
}
