// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether an operator works: by its Lease, which is seen to be renewed. Times in it are those of
 * another machine, and are not believed.
 */
sealed interface OperatorLife {
  /** It renewed its Lease while this was looking. */
  record Works(String replica) implements OperatorLife {}

  /** There is a Lease, and nobody renews it. */
  record Silent(String why) implements OperatorLife {}

  /** There is no Lease, or it may not be looked at. */
  record Unknown(String why) implements OperatorLife {}

  /** Where it is. */
  String NAME = "kezuri-operator";

  /** Its namespace. */
  String NAMESPACE = "kezuri-system";

  /** A replica that works renews every second, and its Lease lasts ten. */
  int PATIENCE_S = 10;

  /** Looks until the Lease is renewed, for at most its duration. */
  static OperatorLife look(ClusterLookup lookup) {
    String first = "";
    long began = System.nanoTime();
    while (true) {
      Look<Optional<Lease>> look = lookup.get(Lease.class, "leases", NAMESPACE, NAME);
      if (look instanceof Look.Refused<Optional<Lease>>(Right right)) {
        return new Unknown(right.missing());
      }
      Optional<Lease> lease = look.seen().orElseThrow();
      if (lease.isEmpty()) {
        return new Unknown("there is no Lease " + NAMESPACE + "/" + NAME);
      }
      LeaseSpec spec = Optional.ofNullable(lease.get().getSpec()).orElseGet(LeaseSpec::new);
      String version = lease.get().getMetadata().getResourceVersion();
      String holder = spec.getHolderIdentity();
      if (first.isEmpty()) {
        first = version;
      } else if (!first.equals(version) && holder != null && !holder.isEmpty()) {
        return new Works(holder);
      }
      long patience = spec.getLeaseDurationSeconds() == null ? PATIENCE_S : seconds(spec);
      if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(patience)) {
        return new Silent(
            "nobody renews its Lease " + NAMESPACE + "/" + NAME + " for " + patience + " s now");
      }
      Pause.moment();
    }
  }

  private static long seconds(LeaseSpec spec) {
    return Math.min(Duration.ofMinutes(1).toSeconds(), Math.max(1, spec.getLeaseDurationSeconds()));
  }
}
