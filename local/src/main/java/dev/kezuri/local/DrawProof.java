// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.id.DecodedId;
import dev.kezuri.lease.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks IDs that several pods issued: all differ, and each tells the pod that issued it. Pure. */
final class DrawProof {
  private final Map<Long, String> issuers = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  /** Adds the IDs that {@code pod} issued under {@code lease}, in their order. */
  void add(String pod, Lease lease, List<Long> ids) {
    long last = -1;
    for (long id : ids) {
      fault(pod, lease, id, last).ifPresent(faults::add);
      last = id;
    }
  }

  private Optional<String> fault(String pod, Lease lease, long id, long last) {
    String before = issuers.put(id, pod);
    if (before != null) {
      return Optional.of("ID %d of pod %s was issued before, by %s".formatted(id, pod, before));
    }
    if (id <= last) {
      return Optional.of("ID %d of pod %s is not above %d before it".formatted(id, pod, last));
    }
    DecodedId decoded = lease.layout().decode(id);
    if (decoded.workerId() != lease.workerId()) {
      return Optional.of(
          "ID %d of pod %s has worker ID %d, not %d"
              .formatted(id, pod, decoded.workerId(), lease.workerId()));
    }
    if (!lease.window().contains(decoded.timestampMs())) {
      return Optional.of("ID %d of pod %s is outside %s".formatted(id, pod, lease.window()));
    }
    return Optional.empty();
  }

  /** Returns how many IDs there were, each counted once. */
  int count() {
    return issuers.size();
  }

  /** Returns what is wrong, one sentence an ID; empty if nothing is. */
  List<String> faults() {
    return List.copyOf(faults);
  }
}
