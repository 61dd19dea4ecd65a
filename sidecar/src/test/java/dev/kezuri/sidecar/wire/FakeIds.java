// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** IDs that count up from a number, until told to refuse. */
public final class FakeIds implements IdSource {
  static final long FIRST = 1_500_000_000_000_000_000L;
  private static final long FULL = -1;
  private static final long DISK = -2;
  private static final long LASTING = -3;

  private long next = FIRST;
  private long left = Long.MAX_VALUE;
  private long code = LASTING;
  private int asked;

  /** Gives so many more, then says that the millisecond is full. */
  FakeIds fullAfter(long count) {
    return after(count, FULL);
  }

  FakeIds awaitingDiskAfter(long count) {
    return after(count, DISK);
  }

  /** Gives so many more, then refuses for good. */
  FakeIds refusedAfter(long count) {
    return after(count, LASTING);
  }

  private FakeIds after(long count, long refusal) {
    left = count;
    code = refusal;
    return this;
  }

  int asked() {
    return asked;
  }

  @Override
  public void beginBatch(long monotonicNs) {}

  @Override
  public void endBatch() {}

  @Override
  public long nextId() {
    asked++;
    if (left == 0) {
      return code;
    }
    left--;
    return next++;
  }

  @Override
  public Patience patience(long refusal) {
    return refusal == FULL
        ? Patience.NEXT_MS
        : refusal == DISK ? Patience.UNTIL_WOKEN : Patience.NONE;
  }

  @Override
  public String reason(long refusal) {
    return "no lease";
  }
}
