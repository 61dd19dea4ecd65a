// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** IDs as words of the command line; {@code -} stands for those on standard input. */
final class IdWords {
  private static final Pattern NEGATIVE = Pattern.compile("-\\d+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private IdWords() {}

  /** Returns the words with {@code -} replaced by what {@code in} has. */
  static List<String> of(List<String> words, InputStream in) {
    return words.stream().flatMap(word -> word.equals("-") ? read(in) : Stream.of(word)).toList();
  }

  /** Returns whether a word that looks like an option is none: a negative ID is only wrong. */
  static boolean isUnknownOption(String word) {
    return word.length() > 1 && word.startsWith("-") && !NEGATIVE.matcher(word).matches();
  }

  private static Stream<String> read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return SPACE
          .splitAsStream(reader.readAllAsString())
          .filter(word -> !word.isEmpty())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
