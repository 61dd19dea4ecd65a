// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.sidecar.admin.Page;
import java.time.Duration;
import java.util.Optional;

/**
 * Says when a lease is about to end that nobody has renewed: the pod is taken out of its service
 * while it still can answer. Renewals come when a third of a lease has passed, so that none is ever
 * this near to its end unless something is wrong.
 *
 * <p>The lead is at most a quarter of the lease, lest a short one is never ready. A lease does not
 * say how long it is, and a window grows for as long as it is held: the first lease of a process
 * counts with its whole window, a later one with what was left of it when it came.
 *
 * <p>{@link #adopted} belongs to the thread that brings leases, {@link #page} to any.
 */
final class ReadyLead {
  private static final int FRACTION = 4;

  private final Duration most;
  private final IdIssuer issuer;
  private final TimeSource time;
  private boolean renewed;
  private volatile long leadMs;

  ReadyLead(Duration most, IdIssuer issuer, TimeSource time) {
    this.most = most;
    this.issuer = issuer;
    this.time = time;
  }

  /** A lease is in force from now on. */
  void adopted(Lease lease) {
    long endMs = lease.window().notAfterMs();
    long wholeMs = endMs - (renewed ? nowMs() : lease.window().notBeforeMs());
    renewed = true;
    leadMs = Math.min(most.toMillis(), Math.max(0, wholeMs) / FRACTION);
  }

  /** Returns the page of a sidecar that issues IDs and is not ready; empty if it is or does not. */
  Optional<Page> page(Optional<Refusal> refusal) {
    return refusal.isPresent()
        ? Optional.empty()
        : issuer
            .lease()
            .map(lease -> lease.window().notAfterMs() - nowMs())
            .filter(leftMs -> leftMs < leadMs)
            .map(ReadyLead::refusal);
  }

  private static Page refusal(long leftMs) {
    long seconds = Math.max(0, leftMs) / 1000;
    return new Page(503, "the lease ends in " + seconds + " s and was not renewed\n");
  }

  /** The time that IDs carry: it may be ahead of the wall clock. */
  private long nowMs() {
    return Math.max(time.wallMs(), issuer.lastTimestampMs());
  }
}
