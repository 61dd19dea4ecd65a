// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every ID drawn, on disk: when it was asked for (ms since 1970), the number of the pod that gave
 * it, the ID; 20 bytes each. Safe for many threads.
 */
public final class IdLog implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  /** What hears each ID of a log. */
  public interface Reader {
    void read(long askedMs, int pod, long id) throws IOException;
  }

  private final Path file;
  private final DataOutputStream out;
  private long count;

  /** Begins an empty one. */
  public IdLog(Path file) throws IOException {
    this.file = file;
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  /** Adds IDs of one request. */
  public synchronized void add(long askedMs, int pod, List<Long> ids) throws IOException {
    for (long id : ids) {
      out.writeLong(askedMs);
      out.writeInt(pod);
      out.writeLong(id);
    }
    count += ids.size();
  }

  /** Returns how many there are. */
  public synchronized long count() {
    return count;
  }

  /** Reads all that was added before. */
  void forEach(Reader reader) throws IOException {
    long left;
    synchronized (this) {
      out.flush();
      left = count;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      for (; left > 0; left--) {
        reader.read(in.readLong(), in.readInt(), in.readLong());
      }
    } catch (EOFException e) {
      throw new IOException(file + " ends " + left + " IDs early", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
