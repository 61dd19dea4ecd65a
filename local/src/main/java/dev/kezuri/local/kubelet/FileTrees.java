// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes folders with all that is in them; links are removed, not followed. */
public final class FileTrees {
  private FileTrees() {}

  /** Removes {@code folder} and everything below it; one that is not there is no error. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  /** Removes everything in {@code folder}, but not the folder. */
  public static void empty(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      for (Path path : list.toList()) {
        if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
          delete(path);
        } else {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + folder, e);
    }
  }
}
