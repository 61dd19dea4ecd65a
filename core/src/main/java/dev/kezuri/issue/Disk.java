// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The few operations on one folder that {@link StateFolder} needs. {@link #real} is the machine's;
 * tests and simulations bring one that tears, loses and flips.
 *
 * <p>What it may throw: a {@link StateFolderException} where the reason is known, else an {@link
 * IOException}. Names are single file names. Closing gives back the lock.
 */
public interface Disk extends Closeable {
  /** Returns the disk under {@code folder}, which is made, with its parents, if it is not there. */
  static Disk real(Path folder) throws StateFolderException {
    return RealDisk.of(folder);
  }

  /** Returns whether the folder is in memory only (tmpfs, ramfs). */
  boolean inMemory() throws IOException;

  /** Takes the lock file of this name until {@link #close}; false if somebody else has it. */
  boolean lock(String name) throws IOException;

  /** Returns whether there is a file of this name. */
  boolean exists(String name) throws IOException;

  /** Makes an empty file, in place of any of that name, and opens it. */
  DiskFile create(String name) throws IOException;

  /** Opens a file that exists, for reading and writing. */
  DiskFile open(String name) throws IOException;

  /** Gives a file another name, in place of any of that name, atomically. */
  void rename(String from, String to) throws IOException;

  /** Makes names durable: files made and renamed before are there after a power cut. */
  void syncFolder() throws IOException;

  /** An open file. */
  interface DiskFile extends Closeable {
    /** Fills {@code into} from offset {@code at}; returns how many bytes there were. */
    int read(byte[] into, long at) throws IOException;

    /** Writes all of {@code bytes} at offset {@code at}; durable only after {@link #sync}. */
    void write(byte[] bytes, long at) throws IOException;

    /** Makes all that was written durable (fdatasync). A failure says nothing of what is kept. */
    void sync() throws IOException;
  }
}
