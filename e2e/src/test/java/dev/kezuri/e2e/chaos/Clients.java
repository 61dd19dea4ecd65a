// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.local.kubelet.RunningPod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Asks one pod for IDs as long as anything is left of it, and notes each. */
final class Clients implements Runnable {
  private static final int XMEMCACHED_ONE_IN = 4;
  private static final int IDS_AT_ONCE = 100;
  private static final int REQUESTS_A_CONNECTION = 50;
  private static final Duration BETWEEN = Duration.ofMillis(60);

  private final Member member;
  private final Nodes nodes;
  private final IdLog log;
  private final Tally tally;
  private volatile boolean over;
  private long last;

  Clients(Member member, Nodes nodes, IdLog log, Tally tally) {
    this.member = member;
    this.nodes = nodes;
    this.log = log;
    this.tally = tally;
  }

  /** Asks no more. */
  void stop() {
    over = true;
  }

  @Override
  public void run() {
    while (!over) {
      Optional<RunningPod> running = nodes.pod(member.uid());
      if (running.isEmpty()) {
        return;
      }
      try (IdSource ids = connect(running.get())) {
        for (int i = 0; i < REQUESTS_A_CONNECTION && !over; i++) {
          draw(ids);
          pause();
        }
      } catch (IOException e) {
        member.refused(String.valueOf(e.getMessage()));
        pause();
      }
    }
  }

  private IdSource connect(RunningPod pod) throws IOException {
    return member.number() % XMEMCACHED_ONE_IN == 0
        ? IdSource.xmemcached(pod.address())
        : IdSource.text(pod.address());
  }

  private void draw(IdSource ids) throws IOException {
    long askedMs = System.currentTimeMillis();
    List<Long> drawn = ids.get(IDS_AT_ONCE);
    try {
      log.add(askedMs, member.number(), drawn);
    } catch (IOException e) {
      // Not the sidecar's: without its log this run proves nothing.
      throw new UncheckedIOException("the log of IDs", e);
    }
    for (long id : drawn) {
      if (id <= last) {
        tally.broken("%s gave %d after %d".formatted(member.name(), id, last));
      }
      last = id;
    }
    member.served().ifPresent(tally::refusal);
  }

  private static void pause() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(BETWEEN.toNanos()));
  }
}
