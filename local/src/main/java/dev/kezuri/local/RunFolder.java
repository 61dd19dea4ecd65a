// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.kubelet.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The folder of one run: below the cache folder and not the temp folder, which may be a tmpfs,
 * where no state folder may be. Its name begins with the process ID, so that a later run can remove
 * what one that was killed left behind.
 */
final class RunFolder {
  private static final String KEPT = "kept-since";
  private static final Duration KEEP = Duration.ofDays(1);

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a folder of this process, and removes those of processes that are gone; one that was kept
   * for its logs, after a day.
   */
  static RunFolder make(InstantSource clock) {
    Path runs = cache().resolve("kezuri").resolve("run");
    try {
      Files.createDirectories(runs);
      removeStale(runs, clock);
      return new RunFolder(Files.createTempDirectory(runs, ProcessHandle.current().pid() + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("no run folder below " + runs, e);
    }
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg == null || xdg.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(xdg);
  }

  private static void removeStale(Path runs, InstantSource clock) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs, "[0-9]*-*")) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
        if (ProcessHandle.of(pid).isEmpty() && !kept(folder, clock)) {
          FileTrees.delete(folder);
        }
      }
    }
  }

  private static boolean kept(Path folder, InstantSource clock) throws IOException {
    Path mark = folder.resolve(KEPT);
    return Files.exists(mark)
        && Files.getLastModifiedTime(mark).toInstant().isAfter(clock.instant().minus(KEEP));
  }

  /** Keeps it for its logs. */
  void keep(InstantSource clock) {
    try {
      Files.writeString(path.resolve(KEPT), clock.instant() + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + path, e);
    }
  }

  Path path() {
    return path;
  }

  /** The log of everything that runs in this process. */
  Path log() {
    return path.resolve("kezuri.log");
  }

  /** Where the pods' folders are. */
  Path pods() {
    return path.resolve("pods");
  }

  /** Copies a pod's log to a place that outlives the pod. */
  void keep(String pod, Path log) {
    try {
      Files.copy(log, path.resolve(pod + ".log"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The sidecar was never started: its absence says so.
      return;
    }
  }

  /** Removes it; returns whether it is gone. */
  boolean remove() {
    FileTrees.delete(path);
    return !Files.exists(path);
  }
}
