// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.lease.Window;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The time of a fence. All in ms since 1970.
 *
 * @param nowMs what the clock that is behind says: by it windows have run out
 * @param latestMs what the clock that is ahead says: from it leases are counted
 * @param askedMs what {@code --until} says, if it was given
 */
public record Times(long nowMs, long latestMs, OptionalLong askedMs) {
  /** An operator whose clock is 30 s ahead still renews; the API server's Date is cut. */
  public static final long CLOCKS_MS = Duration.ofMinutes(1).toMillis();

  /**
   * Returns until when nobody is to get a number: as asked, or the longest lease from now; never
   * before a lease ends that a pod or the ledger tells of, and never before an older fence.
   */
  long untilMs(Sight seen) {
    LongStream told =
        seen.pods().stream()
            .flatMap(pod -> pod.lease().stream())
            .filter(lease -> lease.generator().equals(seen.generator()))
            .mapToLong(lease -> lease.window().notAfterMs());
    LongStream held =
        seen.workerIds().stream()
            .map(workerId -> workerId.getStatus())
            .filter(Objects::nonNull)
            .map(WorkerIdStatus::window)
            .filter(Objects::nonNull)
            .mapToLong(window -> window.window().notAfterMs());
    LongStream fenced =
        seen.object().map(there -> there.getStatus()).stream()
            .flatMapToLong(status -> status.fencedUntilMs().stream());
    return LongStream.concat(LongStream.concat(told, held), fenced)
        .reduce(askedMs.orElseGet(() -> latestMs + leaseMs(seen) + CLOCKS_MS), Math::max);
  }

  /** Without an IdGenerator nobody knows what its leases were. */
  private static long leaseMs(Sight seen) {
    return seen.object()
        .map(there -> there.getSpec().lease().durationMs())
        .orElse(Window.LONGEST_LEASE_MS);
  }
}
