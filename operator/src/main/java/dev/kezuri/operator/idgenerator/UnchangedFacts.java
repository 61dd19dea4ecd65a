// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Facts of objects, read once for as long as an object is the same one: caches never change an
 * object in place. Between two looks few objects change, and to read leases, times and histories
 * anew is most of what a look takes.
 */
final class UnchangedFacts<T, F> {
  private final Function<T, F> reader;

  /** By generator: what the latest look has read. */
  private final Map<String, Map<T, F>> known = new ConcurrentHashMap<>();

  UnchangedFacts(Function<T, F> reader) {
    this.reader = reader;
  }

  /** Returns the facts of {@code objects}, in their order, and forgets those of all others. */
  List<F> of(String generator, List<T> objects) {
    Map<T, F> before = known.getOrDefault(generator, new IdentityHashMap<>(0));
    Map<T, F> now = new IdentityHashMap<>(objects.size());
    List<F> facts = new ArrayList<>(objects.size());
    for (T object : objects) {
      F same = before.get(object);
      F read = same == null ? reader.apply(object) : same;
      now.put(object, read);
      facts.add(read);
    }
    known.put(generator, now);
    return facts;
  }

  /** Forgets all generators that are not {@code there}. */
  void keepOnly(Predicate<String> there) {
    known.keySet().removeIf(there.negate());
  }
}
