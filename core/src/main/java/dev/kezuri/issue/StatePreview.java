// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a state file says, and what an issuer that started on it would make of a lease. Works on a
 * copy of the file's bytes, so that a folder can be looked at while a process has it; a copy taken
 * while that process writes may show a block as damaged that is good a moment later.
 */
public final class StatePreview {
  /** The name of the state file in its folder. */
  public static final String STATE_FILE = StateFolder.STATE;

  /** The name of the lock file, which the process that has the folder keeps locked. */
  public static final String LOCK_FILE = StateFolder.LOCK;

  /** The name of the file that says that the state was found lost before. */
  public static final String LOST_FILE = StateFolder.LOST;

  /** How large a state file is, and what a folder without one must have room for, in bytes. */
  public static final int BYTES = StateFile.BLOCKS * StateBlock.SIZE;

  private final Optional<StateRecord> newest;
  private final Optional<String> damage;
  private final int damagedBlocks;

  private StatePreview(Optional<StateRecord> newest, Optional<String> damage, int damagedBlocks) {
    this.newest = newest;
    this.damage = damage;
    this.damagedBlocks = damagedBlocks;
  }

  /** Reads the bytes of a state file; empty if there is none. */
  public static StatePreview of(Optional<byte[]> stateFile) {
    if (stateFile.isEmpty()) {
      return new StatePreview(Optional.empty(), Optional.empty(), 0);
    }
    Disk.DiskFile file = new Copy(stateFile.get());
    Optional<StateRecord> newest = StateFile.newest(file).map(StateBlock::record);
    return new StatePreview(
        newest,
        newest.isPresent() ? Optional.empty() : Optional.of(StateFolder.DAMAGED),
        StateFile.damagedBlocks(file));
  }

  /** Returns what {@link IdIssuer#adopt} would answer after a start on this state. */
  public Adoption adopt(Lease lease) {
    return switch (LeaseOrder.of(lease, Optional.empty(), newest, damage)) {
      case LeaseOrder.Older(String why) -> new Adoption.Ignored(why);
      case LeaseOrder.Lost(String why) -> new Adoption.StateLost(why);
      case LeaseOrder.Closed(var before) -> new Adoption.TurnClosed(before);
      case LeaseOrder.Same _, LeaseOrder.Later _ -> new Adoption.Adopted();
    };
  }

  /** Returns how many of the four blocks cannot be read; one slot has two of them. */
  public int damagedBlocks() {
    return damagedBlocks;
  }

  /** Returns the last timestamp that may have been issued, in ms since 1970, if any is known. */
  public OptionalLong untilMs() {
    return newest.map(record -> OptionalLong.of(record.untilMs())).orElse(OptionalLong.empty());
  }

  /** Returns the newest record in words; empty if there is none. */
  public Optional<String> describe() {
    return newest.map(
        record ->
            "pod "
                + record.podUid()
                + ", worker ID "
                + record.workerId()
                + ", notBefore "
                + UtcMillis.format(record.notBeforeMs())
                + ", turn "
                + record.turn()
                + (record.closed() ? ", closed at " : ", reserved until ")
                + UtcMillis.format(record.untilMs()));
  }

  /** A file that was read whole. */
  private record Copy(byte[] bytes) implements Disk.DiskFile {
    @Override
    public int read(byte[] into, long at) {
      int length = Math.clamp(bytes.length - at, 0, into.length);
      System.arraycopy(bytes, (int) Math.min(at, bytes.length), into, 0, length);
      return length;
    }

    @Override
    public void write(byte[] more, long at) throws IOException {
      throw new IOException("a copy is not written");
    }

    @Override
    public void sync() throws IOException {
      throw new IOException("a copy is not written");
    }

    @Override
    public void close() {}
  }
}
