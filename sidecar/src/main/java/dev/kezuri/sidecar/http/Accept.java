// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import java.util.Locale;

/** Reads an Accept header for the one choice there is: JSON or plain text. */
final class Accept {
  private Accept() {}

  /** Returns whether JSON is named, and not less wanted than text. Text is what others get. */
  static boolean prefersJson(String accept) {
    if (accept == null) {
      return false;
    }
    double json = 0;
    double text = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      switch (parts[0].strip()) {
        case "application/json" -> json = Math.max(json, quality(parts));
        case "text/plain" -> text = Math.max(text, quality(parts));
        default -> {}
      }
    }
    return json > 0 && json >= text;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.matches("q=[01](\\.[0-9]{0,3})?")) {
        return Double.parseDouble(part.substring(2));
      }
    }
    return 1;
  }
}
