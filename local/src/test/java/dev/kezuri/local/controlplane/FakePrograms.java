// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Shell scripts that say what the real programs would. */
final class FakePrograms {
  private FakePrograms() {}

  /** Writes a program of this name that says it is {@code version}. */
  static void program(Path folder, Binary binary, String version) {
    script(folder.resolve(binary.fileName()), "echo 'version v" + version + "'");
  }

  /**
   * Writes a go that says it is {@code version}, notes each build in {@code builds.log} beside it,
   * and makes a program out of the version in the module's go.mod.
   */
  static void go(Path folder, String version, String onBuild) {
    script(
        folder.resolve("go"),
        """
        here=$(dirname "$0")
        case "$1 $2" in
        'env GOVERSION') echo %s ;;
        'mod download') echo "{\\"Dir\\": \\"$here/module\\"}" ;;
        'mod tidy') echo 'go: finding' >&2 ;;
        build*)
          echo "$*" >>"$here/builds.log"
          %s
          while [ "$1" != -o ]; do shift; done
          v=$(sed -n 's/^require .* v\\([0-9.]*\\)$/\\1/p' go.mod)
          printf '#!/bin/sh\\necho version v%%s\\n' "$v" >"$2"
          chmod +x "$2" ;;
        esac
        """
            .formatted(version, onBuild));
    try {
      Files.createDirectories(folder.resolve("module"));
      Files.writeString(
          folder.resolve("module/go.mod"),
          "module k8s.io/kubernetes\n\ngo 1.26.0\n\nreplace (\n"
              + "\tk8s.io/api => ./staging/src/k8s.io/api\n)\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the builds noted so far. */
  static List<String> builds(Path folder) {
    try {
      Path log = folder.resolve("builds.log");
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void script(Path file, String body) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
