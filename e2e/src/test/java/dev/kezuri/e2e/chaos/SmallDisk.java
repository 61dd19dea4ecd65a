// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder on a file system of its own that can be filled up; a plain folder without root. */
final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "size=64m";
  private static final int CHUNK = 4096;
  private static final int BOUND_S = 30;

  private final Path folder;
  private final boolean mounted;

  private SmallDisk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
  }

  static SmallDisk mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    String path = folder.toString();
    return new SmallDisk(
        folder, run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "kezuri-chaos", path)) == 0);
  }

  /** Returns whether it is a file system of its own, so that {@link #fill} does anything. */
  boolean mounted() {
    return mounted;
  }

  /** Takes every byte that is left. */
  void fill() throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream file = Files.newOutputStream(filler())) {
      while (true) {
        file.write(chunk);
      }
    } catch (IOException full) {
      if (Files.getFileStore(folder).getUsableSpace() >= CHUNK) {
        throw full;
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      int code = run(List.of("umount", folder.toString()));
      if (code != 0) {
        throw new IOException("umount " + folder + ": " + code);
      }
    }
  }

  private static int run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(BOUND_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
