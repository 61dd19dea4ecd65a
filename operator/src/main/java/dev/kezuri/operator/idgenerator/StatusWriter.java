// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes summaries: one that is news at once, and one in which only numbers differ at most every
 * two seconds, so that a thousand pods that come one by one are not a thousand writes.
 */
final class StatusWriter {
  /** What is returned if nothing has to be written later. */
  static final long NOTHING_LEFT_MS = Long.MAX_VALUE;

  private static final long PACE_MS = 2_000;

  private final ClusterPort port;
  private final Notices notices;
  private final Map<String, Long> writtenMs = new ConcurrentHashMap<>();

  StatusWriter(ClusterPort port, Notices notices) {
    this.port = port;
    this.notices = notices;
  }

  /** Writes the summary if it is time, and events; returns in how many ms to come again. */
  long write(IdGenerator generator, Observed seen) {
    IdGeneratorStatus old = generator.getStatus();
    IdGeneratorStatus now = StatusFactory.of(generator, seen.observation());
    String name = generator.ledgerName();
    long leftMs = now.equals(old) ? NOTHING_LEFT_MS : leftMs(name, old, now, seen);
    IdGeneratorStatus stored = old;
    if (!now.equals(old) && leftMs <= 0) {
      IdGenerator changed = new IdGenerator();
      changed.setMetadata(
          new ObjectMetaBuilder(generator.getMetadata()).withManagedFields().build());
      changed.setSpec(generator.getSpec());
      changed.setStatus(now);
      boolean done = port.putGeneratorStatus(changed).stored().isPresent();
      if (done) {
        writtenMs.put(name, seen.observation().nowMs());
        stored = now;
      }
      leftMs = done ? NOTHING_LEFT_MS : PACE_MS;
    }
    // Of a status that could not be written nothing is said: the next one has other times.
    return stored == null ? leftMs : Math.min(leftMs, notices.look(generator, stored, seen));
  }

  /** Returns how long the write has to wait; 0 or less if it has not. */
  private long leftMs(String name, IdGeneratorStatus old, IdGeneratorStatus now, Observed seen) {
    long nowMs = seen.observation().nowMs();
    writtenMs.values().removeIf(ms -> ms > nowMs || nowMs - ms >= PACE_MS);
    Long beforeMs = writtenMs.get(name);
    return beforeMs == null || news(old, now) ? 0 : PACE_MS - (nowMs - beforeMs);
  }

  private static boolean news(IdGeneratorStatus old, IdGeneratorStatus now) {
    return old == null
        || !Objects.equals(now.observedGeneration(), old.observedGeneration())
        || !words(old.conditions()).equals(words(now.conditions()));
  }

  private static List<String> words(List<Condition> conditions) {
    return conditions.stream().map(c -> c.getType() + c.getStatus() + c.getReason()).toList();
  }
}
