// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of {@code src/test/resources/CustomResourceValidationIT/<kind>/}. A {@code valid-}
 * object is taken; an {@code invalid-} one is refused with the text of its first line, {@code #
 * expect: …}; a {@code sequence-} is an object and then writes to it, see {@link WriteSequence}.
 */
final class ValidationFiles {
  static final Path ROOT = Path.of("src/test/resources/CustomResourceValidationIT");
  private static final String EXPECT = "# expect: ";

  private ValidationFiles() {}

  /**
   * What was answered where a refusal is expected.
   *
   * @param taken the first write that was taken
   * @param otherwise the first that was refused for another reason
   */
  record Answers(Optional<String> taken, Optional<String> otherwise) {
    static final Answers AS_EXPECTED = new Answers(Optional.empty(), Optional.empty());
  }

  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static List<Path> of(String kind) throws IOException {
    return all().stream().filter(file -> file.startsWith(ROOT.resolve(kind))).toList();
  }

  static boolean isValid(Path file) {
    return file.getFileName().toString().matches("valid-.*\\.yaml");
  }

  static boolean isInvalid(Path file) {
    return file.getFileName().toString().matches("invalid-.*\\.yaml");
  }

  static boolean isSequence(Path file) {
    return file.getFileName().toString().matches("sequence-.*\\.yaml");
  }

  /** Returns what the first line of an {@code invalid-} file expects. */
  static String expected(Path file) throws IOException {
    String first = Files.readString(file).lines().findFirst().orElse("");
    if (!first.startsWith(EXPECT)) {
      throw new IllegalArgumentException(file + " must start with " + EXPECT);
    }
    return first.substring(EXPECT.length());
  }

  /** Sends what the file expects to be refused; its objects are gone afterwards. */
  static Answers send(Path file, ObjectWriter writer) throws IOException {
    String name = file.getFileName().toString();
    if (isSequence(file)) {
      return WriteSequence.of(Files.readString(file)).refusals(name, writer);
    }
    return isInvalid(file) ? invalid(file, name, writer) : Answers.AS_EXPECTED;
  }

  private static Answers invalid(Path file, String name, ObjectWriter writer) throws IOException {
    try {
      writer.tryToCreate(Files.readString(file));
      return new Answers(Optional.of(name), Optional.empty());
    } catch (KubernetesClientException e) {
      return e.getMessage().contains(expected(file))
          ? Answers.AS_EXPECTED
          : new Answers(Optional.empty(), Optional.of(name));
    }
  }
}
