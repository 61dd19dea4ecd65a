// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.issue.StateFolderException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that holds what an issuer must remember across restarts.
 *
 * <ul>
 *   <li>{@code lock}: locked for life, never replaced; one process at a time.
 *   <li>{@code state}: see {@link StateFile}; comes into being whole, by a rename.
 *   <li>{@code state.new}: room for the first record, so that a full disk is found at the start.
 *   <li>{@code state-lost}: the process has ended once to say that the state is lost.
 * </ul>
 *
 * <p>A failed write or fdatasync is final: nobody knows what the disk holds then, and asking again
 * may get a yes for data that is gone. Not for use by several threads at once.
 */
public final class StateFolder implements Closeable {
  static final String LOCK = "lock";
  static final String STATE = "state";
  static final String LOST = "state-lost";
  static final String DAMAGED =
      "no block of the state file is whole, or of a format that this version knows";

  private static final String NEW = "state.new";

  private final Disk disk;
  private Disk.DiskFile file;
  private StateBlock newest;
  private String damage;
  private String failure;

  private StateFolder(Disk disk) {
    this.disk = disk;
  }

  /**
   * Opens a folder of the machine, and makes it if it is not there.
   *
   * @param allowTmpfs whether a folder in memory will do
   * @throws StateFolderException if it cannot be used; the reason says why
   */
  public static StateFolder open(Path folder, boolean allowTmpfs) throws StateFolderException {
    return open(Disk.real(folder), allowTmpfs);
  }

  /** Opens the folder of a disk, which it owns from now on; otherwise as the other one. */
  public static StateFolder open(Disk disk, boolean allowTmpfs) throws StateFolderException {
    StateFolder folder = new StateFolder(disk);
    boolean opened = false;
    try {
      folder.load(allowTmpfs);
      opened = true;
    } catch (StateFolderException e) {
      throw e;
    } catch (IOException e) {
      throw refuse(Reason.UNUSABLE, disk, "cannot be used: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        folder.closeQuietly();
      }
    }
    return folder;
  }

  private void load(boolean allowTmpfs) throws IOException {
    if (!allowTmpfs && disk.inMemory()) {
      throw refuse(
          Reason.TMPFS, disk, "is in memory (tmpfs) and would not survive a restart", null);
    }
    if (!disk.lock(LOCK)) {
      throw refuse(Reason.BUSY, disk, "is locked by another process", null);
    }
    if (!disk.exists(STATE)) {
      file = disk.create(NEW);
      StateFile.reserve(file);
      return;
    }
    file = disk.open(STATE);
    newest = StateFile.newest(file).orElse(null);
    if (newest == null) {
      damage = DAMAGED;
    } else {
      StateFile.confirm(file, newest);
      disk.syncFolder(); // the process that named it may have been killed before it did
    }
  }

  private static StateFolderException refuse(
      Reason reason, Disk disk, String what, IOException cause) {
    return new StateFolderException(reason, "state folder " + disk + " " + what, cause);
  }

  /** Returns whether a process has ended before to say that the state is lost. */
  public boolean stateLostBefore() throws IOException {
    return disk.exists(LOST);
  }

  /** Remembers that a process ends to say that the state is lost. */
  public void markStateLost() throws IOException {
    try (Disk.DiskFile mark = disk.create(LOST)) {
      mark.sync();
    }
    disk.syncFolder();
  }

  /** Returns the newest record on disk; empty if there never was one, or it is damaged. */
  Optional<StateRecord> record() {
    return Optional.ofNullable(newest).map(StateBlock::record);
  }

  /** Returns what is wrong if there is a state file and nothing in it can be read. */
  Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  /** Makes {@code record} durable: it is on disk when this returns. */
  void write(StateRecord record) throws IOException {
    attempt(
        () -> {
          if (newest == null) {
            create(record);
          } else {
            newest = StateFile.append(file, newest.write(), record);
          }
        });
  }

  /**
   * Makes the last record of a turn durable, in both slots, so that no rotten one brings the turn
   * back to life; then reads it back by name, lest the folder was emptied under a living process.
   */
  void writeLast(StateRecord record) throws IOException {
    write(record);
    write(record);
    attempt(
        () -> {
          try (Disk.DiskFile byName = disk.open(STATE)) {
            if (!StateFile.newest(byName).equals(Optional.of(newest))) {
              throw new IOException("the state file is not the one that was written");
            }
          }
        });
  }

  private void create(StateRecord record) throws IOException {
    if (damage != null) {
      throw new IOException(damage);
    }
    newest = StateFile.append(file, StateFile.append(file, 0, record).write(), record);
    disk.rename(NEW, STATE);
    disk.syncFolder();
  }

  private void attempt(Step step) throws IOException {
    if (failure != null) {
      throw new IOException(failure);
    }
    try {
      step.run();
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      throw e;
    }
  }

  /** Gives back the lock. */
  @Override
  public void close() throws IOException {
    try (disk) {
      if (file != null) {
        file.close();
      }
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException unclosed) {
      // Nothing was written, and the reason why it was not opened is the one to tell.
    }
  }

  @Override
  public String toString() {
    return disk.toString();
  }

  /** A step that touches the disk. */
  private interface Step {
    void run() throws IOException;
  }
}
