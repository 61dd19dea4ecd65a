// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.whois;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A generator by one layout: two under one name where a ledger of another layout is still there.
 *
 * @param object the IdGenerator of this layout, if there is one and it may be looked at
 * @param ledger its WorkerIds that can be read
 */
record Issuer(
    String generator, IdLayout layout, Optional<IdGenerator> object, List<SeenWorkerId> ledger) {
  private record Key(String generator, IdLayout layout) {}

  /** Returns all issuers, in the order of their names. */
  static List<Issuer> of(List<IdGenerator> generators, List<WorkerId> workerIds) {
    Map<Key, Optional<IdGenerator>> objects = new LinkedHashMap<>();
    Map<Key, List<SeenWorkerId>> ledgers = new LinkedHashMap<>();
    for (IdGenerator one : generators) {
      Key key = new Key(one.ledgerName(), one.getSpec().layout().toIdLayout());
      objects.put(key, Optional.of(one));
      ledgers.put(key, new ArrayList<>());
    }
    for (WorkerId object : workerIds) {
      try {
        SeenWorkerId one = SeenWorkerId.of(object);
        Key key = new Key(one.generator(), one.layout());
        ledgers.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
      } catch (IllegalArgumentException | DateTimeException e) {
        // What cannot be read is audit's to tell of; here its number has no ledger.
        continue;
      }
    }
    Map<String, Issuer> sorted = new TreeMap<>();
    ledgers.forEach(
        (key, ledger) ->
            sorted.put(
                key.generator() + " " + layoutText(key.layout()),
                new Issuer(
                    key.generator(),
                    key.layout(),
                    Objects.requireNonNullElse(objects.get(key), Optional.empty()),
                    ledger)));
    return List.copyOf(sorted.values());
  }

  Optional<SeenWorkerId> workerId(int id) {
    return ledger.stream().filter(one -> one.id() == id).findFirst();
  }

  String layoutText() {
    return layoutText(layout);
  }

  private static String layoutText(IdLayout layout) {
    return "%d/%d/%d since %s"
        .formatted(
            layout.timestampBits(),
            layout.workerBits(),
            layout.sequenceBits(),
            UtcMillis.format(layout.epochMs()));
  }
}
