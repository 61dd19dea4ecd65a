// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.issue.StateFolderException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A folder of the machine. */
final class RealDisk implements Disk {
  /**
   * The folders locked by this process. The system's lock is the process's, and is gone as soon as
   * any channel of the lock file is closed: a second opener must not even open it.
   */
  private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private FileLock lock;

  private RealDisk(Path folder) {
    this.folder = folder;
  }

  static Disk of(Path folder) throws StateFolderException {
    try {
      Files.createDirectories(folder);
      return new RealDisk(folder.toRealPath());
    } catch (IOException e) {
      throw because("cannot be made", folder, e);
    }
  }

  @Override
  public boolean inMemory() throws IOException {
    String type = Files.getFileStore(folder).type();
    return type.equals("tmpfs") || type.equals("ramfs");
  }

  @Override
  public boolean lock(String name) throws IOException {
    if (!LOCKED_HERE.add(folder)) {
      return false;
    }
    try {
      lock = tryLock(folder.resolve(name));
    } catch (IOException e) {
      throw because("cannot be locked", folder, e);
    } finally {
      if (lock == null) {
        LOCKED_HERE.remove(folder);
      }
    }
    return lock != null;
  }

  /** The channel stays open for life with the lock; without one it is closed at once. */
  private static FileLock tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken = null;
    try {
      taken = channel.tryLock();
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
    return taken;
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(folder.resolve(name));
  }

  @Override
  public DiskFile create(String name) throws IOException {
    return channel(
        name,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return channel(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private DiskFile channel(String name, StandardOpenOption... options) throws IOException {
    try {
      return new ChannelFile(FileChannel.open(folder.resolve(name), options));
    } catch (IOException e) {
      throw because("cannot be written", folder, e);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        folder.resolve(from),
        folder.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.acquiredBy().close();
      LOCKED_HERE.remove(folder);
      lock = null;
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private static StateFolderException because(String what, Path folder, IOException e) {
    return new StateFolderException(
        reason(folder, e), "state folder " + folder + " " + what + ": " + e.getMessage(), e);
  }

  private static Reason reason(Path folder, IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space left") || text.contains("quota exceeded")) {
      return Reason.FULL;
    }
    if (e instanceof AccessDeniedException || text.contains("read-only")) {
      return Reason.READ_ONLY;
    }
    try {
      FileStore store = Files.getFileStore(folder);
      return store.isReadOnly()
          ? Reason.READ_ONLY
          : store.getUsableSpace() < StateBlock.SIZE ? Reason.FULL : Reason.UNUSABLE;
    } catch (IOException unknown) {
      return Reason.UNUSABLE;
    }
  }

  /** An open file of this folder. */
  private final class ChannelFile implements DiskFile {
    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(byte[] into, long at) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(into);
      while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
        continue;
      }
      return buffer.position();
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      try {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer, at + buffer.position());
        }
      } catch (IOException e) {
        throw because("cannot be written", folder, e);
      }
    }

    @Override
    public void sync() throws IOException {
      try {
        channel.force(false);
      } catch (IOException e) {
        throw because("cannot be synced", folder, e);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
