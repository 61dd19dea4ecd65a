// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.golden;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One folder of a file-driven test; remembers what was read. */
public final class GoldenCase {
  private final Path folder;
  private final Set<String> read = new HashSet<>();

  GoldenCase(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder's name. */
  public String name() {
    return folder.getFileName().toString();
  }

  /** Returns the text of a file that must be there. */
  public String read(String file) {
    return readIfThere(file).orElseGet(() -> fail("missing in " + folder + ": " + file));
  }

  /** Returns the text of a file that may be there. */
  public Optional<String> readIfThere(String file) {
    read.add(file);
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the texts of all files whose names start so, such as in-Pod-, in order of names. */
  public List<String> readAll(String prefix) {
    return Golden.list(folder).stream()
        .map(path -> path.getFileName().toString())
        .filter(file -> file.startsWith(prefix))
        .map(this::read)
        .toList();
  }

  /** Compares {@code actual} with a file of the folder; see {@link Golden#compare}. */
  public void compare(String file, String actual) {
    read.add(file);
    Golden.compare(folder.resolve(file), actual);
  }

  void failOnUnread() {
    List<String> unread =
        Golden.list(folder).stream()
            .map(path -> path.getFileName().toString())
            .filter(file -> !read.contains(file))
            .toList();
    if (!unread.isEmpty()) {
      fail("no test read " + unread + " in " + folder);
    }
  }
}
