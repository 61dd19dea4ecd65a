// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code src/test/resources/ProtectionPolicyIT}: a folder a policy. */
final class PolicyFiles {
  private static final Path ROOT = Path.of("src/test/resources/ProtectionPolicyIT");

  /** Who acts, and what must be there. */
  static final Path USERS = ROOT.resolve("users.yaml");

  private PolicyFiles() {}

  /** All files but {@link #USERS}; whoever runs them must fail on a name that says nothing. */
  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(Files::isRegularFile).filter(f -> !f.equals(USERS)).sorted().toList();
    }
  }

  /** The name of the policy that a file is about. */
  static String policy(Path file) {
    return file.getParent().getFileName().toString();
  }

  static String name(Path file) {
    return ROOT.relativize(file).toString();
  }

  static boolean isValid(Path file) {
    return file.getFileName().toString().matches("valid-.*\\.yaml");
  }

  static boolean isInvalid(Path file) {
    return file.getFileName().toString().matches("invalid-.*\\.yaml");
  }

  static List<Step> steps(Path file, String namespace) {
    try {
      return Step.all(Files.readString(file), namespace);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
