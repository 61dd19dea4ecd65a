// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version numbers: finds them in a program's words, and orders them. */
final class Versions {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+\\.\\d+(\\.\\d+)?)");

  /** By major, minor and patch; what is missing counts as 0. */
  static final Comparator<String> ORDER =
      (left, right) -> Arrays.compare(parts(left), parts(right));

  private Versions() {}

  /** Returns the first thing in {@code text} that looks like {@code 1.37.2} or {@code 1.26}. */
  static Optional<String> in(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static boolean atLeast(String version, String oldest) {
    return ORDER.compare(version, oldest) >= 0;
  }

  private static int[] parts(String version) {
    int[] padded = new int[3];
    String[] texts = version.split("\\.", -1);
    for (int i = 0; i < Math.min(padded.length, texts.length); i++) {
      padded[i] = Integer.parseInt(texts[i]);
    }
    return padded;
  }
}
