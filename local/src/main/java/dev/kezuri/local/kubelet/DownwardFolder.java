// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder of files that change all at once, as a kubelet writes it: each file is a link into
 * {@code ..data}, which is a link to a folder of one version; a new version is a rename of that
 * link.
 */
final class DownwardFolder {
  private static final String DATA = "..data";

  private final Path folder;
  private Map<String, String> written = Map.of();
  private Path version;

  DownwardFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes {@code files} (name to text) the folder's content; the same content changes nothing. */
  void write(Map<String, String> files) throws IOException {
    if (version != null && files.equals(written)) {
      return;
    }
    Files.createDirectories(folder);
    Path next = Files.createTempDirectory(folder, "..version_");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(next.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
    Path link = folder.resolve(DATA + "_tmp");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, next.getFileName());
    Files.move(
        link,
        folder.resolve(DATA),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    for (String name : files.keySet()) {
      if (!Files.isSymbolicLink(folder.resolve(name))) {
        Files.createSymbolicLink(folder.resolve(name), Path.of(DATA, name));
      }
    }
    if (version != null) {
      FileTrees.delete(version);
    }
    version = next;
    written = new HashMap<>(files);
  }
}
