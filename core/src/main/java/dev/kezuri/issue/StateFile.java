// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The state file: four blocks, slot 0, slot 1, slot 0 again, slot 1 again.
 *
 * <p>Writes go to the slots in turn, each to both copies, then fdatasync: a write that is torn
 * leaves the other slot, and what it would have allowed was never used. A block that rots leaves
 * its copy. Nothing is ever moved or made longer, so that a disk that fills up does no harm.
 */
final class StateFile {
  private static final int SLOTS = 2;
  private static final int COPIES = 2;

  /** How many blocks there are. */
  static final int BLOCKS = SLOTS * COPIES;

  private StateFile() {}

  /** Takes the room of all blocks on disk. */
  static void reserve(Disk.DiskFile file) throws IOException {
    file.write(new byte[BLOCKS * StateBlock.SIZE], 0);
    file.sync();
  }

  /** Makes the write after {@code last} durable, and returns it. */
  static StateBlock append(Disk.DiskFile file, long last, StateRecord record) throws IOException {
    StateBlock block = new StateBlock(last + 1, record);
    byte[] bytes = block.encode();
    for (int copy = 0; copy < COPIES; copy++) {
      file.write(bytes, offset(block, copy));
    }
    file.sync();
    return block;
  }

  // Loops, not streams: a sidecar's start would load 70 classes for them.

  /** Returns the newest block that is whole; empty if none is. */
  static Optional<StateBlock> newest(Disk.DiskFile file) {
    StateBlock newest = null;
    for (int i = 0; i < BLOCKS; i++) {
      StateBlock block = read(file, (long) i * StateBlock.SIZE);
      if (block != null && (newest == null || block.write() > newest.write())) {
        newest = block;
      }
    }
    return Optional.ofNullable(newest);
  }

  /** Returns how many blocks are not whole. */
  static int damagedBlocks(Disk.DiskFile file) {
    int damaged = 0;
    for (int i = 0; i < BLOCKS; i++) {
      damaged += read(file, (long) i * StateBlock.SIZE) == null ? 1 : 0;
    }
    return damaged;
  }

  /**
   * Makes what was read durable, and whole again. It may stand in the page cache only: written by a
   * process that was killed, or whose fdatasync failed. Were it not written anew before the other
   * slot is overwritten, a power cut then could leave neither. First what is under way is waited
   * for; then one copy after the other is written, the bad one first: a good one is there all the
   * time.
   */
  static void confirm(Disk.DiskFile file, StateBlock newest) throws IOException {
    file.sync();
    byte[] bytes = newest.encode();
    StateBlock first = read(file, offset(newest, 0));
    // As bytes: a record's equals is made at run time, by 40 classes at each start.
    boolean firstIsGood = first != null && Arrays.equals(first.encode(), bytes);
    for (int copy : firstIsGood ? new int[] {1, 0} : new int[] {0, 1}) {
      file.write(bytes, offset(newest, copy));
      file.sync();
    }
  }

  private static long offset(StateBlock block, int copy) {
    long slot = block.write() % SLOTS;
    return (copy * SLOTS + slot) * StateBlock.SIZE;
  }

  /** Returns null for a block that cannot be read: its copy may. */
  private static StateBlock read(Disk.DiskFile file, long at) {
    byte[] bytes = new byte[StateBlock.SIZE];
    try {
      int length = file.read(bytes, at);
      return StateBlock.decode(Arrays.copyOf(bytes, length))
          .filter(block -> at == offset(block, 0) || at == offset(block, 1))
          .orElse(null);
    } catch (IOException unreadable) {
      return null;
    }
  }
}
