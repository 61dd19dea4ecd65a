// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Random;

/** A {@link SimulatedDisk} as one process has it open. */
final class SimulatedHandle implements Disk {
  private final SimulatedDisk disk;

  SimulatedHandle(SimulatedDisk disk) {
    this.disk = disk;
  }

  @Override
  public boolean inMemory() {
    return disk.inMemory();
  }

  @Override
  public boolean lock(String name) {
    return disk.lock(this);
  }

  @Override
  public boolean exists(String name) {
    return disk.file(name) != null;
  }

  @Override
  public DiskFile create(String name) throws IOException {
    step();
    disk.create(name);
    return open(name);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    SimulatedFile file = disk.file(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return new Open(file);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void syncFolder() throws IOException {
    step();
    disk.syncNames();
  }

  private void step() throws IOException {
    if (disk.step()) {
      throw failure();
    }
  }

  private IOException failure() {
    return disk.failWith() == null
        ? new IOException("simulated failure")
        : new StateFolderException(disk.failWith(), "simulated " + disk.failWith(), null);
  }

  @Override
  public void close() {
    disk.unlock(this);
  }

  @Override
  public String toString() {
    return "simulated";
  }

  /** An open file, which goes on to be the same file when it is renamed. */
  private final class Open implements DiskFile {
    private final SimulatedFile file;

    Open(SimulatedFile file) {
      this.file = file;
    }

    @Override
    public int read(byte[] into, long at) {
      return file.read(into, at);
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      step();
      file.write(bytes, at);
    }

    @Override
    public void sync() throws IOException {
      if (disk.step()) {
        file.failSync(new Random(disk.operations()), 512);
        throw failure();
      }
      file.sync();
    }

    @Override
    public void close() {}
  }
}
