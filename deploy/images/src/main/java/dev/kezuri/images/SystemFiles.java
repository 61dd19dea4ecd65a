// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a program needs of the system: the loader, the libraries that it and those name, and a
 * shell.
 *
 * @param architecture of the program
 * @param files path in the image → file on this machine
 */
record SystemFiles(Architecture architecture, Map<String, Path> files) {

  /** Follows the names from every ELF file of the program's folder. */
  static SystemFiles neededBy(Path program, SystemRoot root) throws IOException {
    List<Path> own = filesOf(program);
    Set<String> known = new HashSet<>();
    Deque<ElfFile> open = new ArrayDeque<>();
    for (Path file : own) {
      ElfFile.read(file).ifPresent(open::add);
      known.add(file.getFileName().toString());
    }
    if (open.isEmpty()) {
      throw new ImageException(program + " holds no runtime: make it by dist.sh");
    }
    Architecture architecture = Architecture.of(open.getFirst());
    Map<String, Path> files = new TreeMap<>();
    Path shell = root.file(SystemRoot.SHELL);
    files.put("/bin/sh", shell);
    open.add(ElfFile.read(shell).orElseThrow());
    while (!open.isEmpty()) {
      ElfFile next = open.removeFirst();
      if (Architecture.of(next) != architecture) {
        throw new ImageException(
            "the program is for "
                + architecture.text
                + ", a file of "
                + root.folder()
                + " is not: name a system of its kind by --root");
      }
      next.interpreter()
          .ifPresent(
              path -> {
                files.put(path, root.file(path));
                known.add(path.substring(path.lastIndexOf('/') + 1));
              });
      for (String name : next.needed()) {
        // The loader is named as a library too, by libc.
        if (!name.startsWith("ld-linux") && known.add(name)) {
          String path = root.library(name, architecture);
          files.put(path, root.file(path));
          open.add(ElfFile.read(root.file(path)).orElseThrow());
        }
      }
    }
    return new SystemFiles(architecture, files);
  }

  private static List<Path> filesOf(Path program) throws IOException {
    try (Stream<Path> walk = Files.walk(program)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
