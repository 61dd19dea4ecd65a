// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

/**
 * Which sequence a new millisecond starts at, one after another: at one ID a millisecond all would
 * else be a multiple of the sequence's range, and one shard of many would get them all. One thread.
 */
final class SequenceStarts {
  /** Milliseconds start at one of at most so many sequences. */
  private static final int MAX_STARTS = 256;

  private int turn;

  /** At most a 16th of a millisecond's sequences is skipped, so that narrow layouts keep theirs. */
  int next(int maxSequence) {
    return turn++ & (Math.min(MAX_STARTS, (maxSequence >> 4) + 1) - 1);
  }
}
