// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import dev.kezuri.sidecar.wire.IdSource;
import java.util.SplittableRandom;

/**
 * IDs that count up, and refuse at places that depend on the seed and on how many were issued, not
 * on when they are asked for: the same commands get the same answers however their bytes come.
 */
final class FuzzIds implements IdSource {
  static final long FIRST = 1_500_000_000_000_000_000L;
  private static final long FULL = -1;
  private static final long DISK = -2;
  private static final long LASTING = -3;

  private final SplittableRandom random;
  private final long lastingAfter;
  private final boolean pauses;
  private long issued;
  private long pauseAt;
  private int refusalsLeft;
  private long refusal;
  private boolean inBatch;

  FuzzIds(long seed) {
    random = new SplittableRandom(seed);
    lastingAfter = random.nextInt(4) == 0 ? random.nextInt(3000) : Long.MAX_VALUE;
    pauses = random.nextInt(3) == 0;
    planPause();
  }

  private void planPause() {
    pauseAt = pauses ? issued + random.nextInt(200) : Long.MAX_VALUE;
    refusalsLeft = 1 + random.nextInt(2);
    refusal = random.nextBoolean() ? FULL : DISK;
  }

  /** Returns how many were issued: the next one would be {@link #FIRST} and as many. */
  long issued() {
    return issued;
  }

  /** Returns whether a batch has begun and not ended: it must not outlast a read. */
  boolean inBatch() {
    return inBatch;
  }

  @Override
  public void beginBatch(long monotonicNs) {
    inBatch = true;
  }

  @Override
  public void endBatch() {
    inBatch = false;
  }

  @Override
  public long nextId() {
    if (issued >= lastingAfter) {
      return LASTING;
    }
    if (issued == pauseAt) {
      if (refusalsLeft-- > 0) {
        return refusal;
      }
      planPause();
    }
    return FIRST + issued++;
  }

  @Override
  public Patience patience(long code) {
    return code == FULL ? Patience.NEXT_MS : code == DISK ? Patience.UNTIL_WOKEN : Patience.NONE;
  }

  @Override
  public String reason(long code) {
    return "no lease";
  }
}
