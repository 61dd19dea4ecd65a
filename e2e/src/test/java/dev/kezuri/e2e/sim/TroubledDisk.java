// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.issue.Disk;
import java.io.IOException;

/** A disk whose operations take time, in which other threads of the process do something. */
final class TroubledDisk implements Disk {
  private final Disk disk;
  private final Runnable meanwhile;

  TroubledDisk(Disk disk, Runnable meanwhile) {
    this.disk = disk;
    this.meanwhile = meanwhile;
  }

  @Override
  public boolean inMemory() throws IOException {
    return disk.inMemory();
  }

  @Override
  public boolean lock(String name) throws IOException {
    return disk.lock(name);
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public DiskFile create(String name) throws IOException {
    return new Slow(disk.create(name));
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new Slow(disk.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    meanwhile.run();
    disk.rename(from, to);
  }

  @Override
  public void syncFolder() throws IOException {
    meanwhile.run();
    disk.syncFolder();
    meanwhile.run();
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }

  @Override
  public String toString() {
    return disk.toString();
  }

  /** An open file of it. */
  private final class Slow implements DiskFile {
    private final DiskFile file;

    Slow(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(byte[] into, long at) throws IOException {
      return file.read(into, at);
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      meanwhile.run();
      file.write(bytes, at);
    }

    @Override
    public void sync() throws IOException {
      meanwhile.run();
      file.sync();
      meanwhile.run();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
