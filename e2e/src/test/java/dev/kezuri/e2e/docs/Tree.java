// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The files of the tree, without what builds leave in it. */
final class Tree {
  private static final Set<String> MADE =
      Set.of("target", "dist", ".git", "node_modules", "__pycache__");

  private Tree() {}

  /** All files below the folder whose names end so, sorted. */
  static List<Path> files(Path folder, String ending) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return MADE.contains(path.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && path.toString().endsWith(ending)) {
                files.add(path);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return files;
  }

  /** The texts of all such files, one after the other. */
  static String text(Path folder, String ending) {
    StringBuilder all = new StringBuilder();
    files(folder, ending).forEach(file -> all.append(Page.read(file).text()).append('\n'));
    return all.toString();
  }
}
