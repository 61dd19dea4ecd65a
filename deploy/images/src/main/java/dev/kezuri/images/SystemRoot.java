// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Debian system whose files go into images: this machine's, or a folder with that of another one.
 *
 * @param folder {@code /} or the folder
 */
record SystemRoot(Path folder) {
  /** The shell that the launchers run in. */
  static final String SHELL = "/bin/dash";

  /** The folders where glibc's loader looks without a cache, Debian's. */
  private static List<String> libraryFolders(Architecture architecture) {
    return Stream.of("/lib/", "/usr/lib/").map(f -> f + architecture.triplet).toList();
  }

  /** The path of a library in this system, and so in the image. */
  String library(String name, Architecture architecture) {
    List<String> folders = libraryFolders(architecture);
    return folders.stream()
        .map(f -> f + "/" + name)
        .filter(f -> Files.isRegularFile(on(f)))
        .findFirst()
        .orElseThrow(
            () ->
                new ImageException(
                    name + " is in none of " + folders + " of " + folder + ": " + remedy()));
  }

  /** Where a path of this system is on this machine. */
  Path file(String path) {
    Path file = on(path);
    if (!Files.isRegularFile(file)) {
      throw new ImageException(file + " is missing: " + remedy());
    }
    return file;
  }

  private Path on(String path) {
    return folder.resolve(path.substring(1));
  }

  private static String remedy() {
    return "have a Debian system with libc6 and dash there, or name another by --root";
  }
}
