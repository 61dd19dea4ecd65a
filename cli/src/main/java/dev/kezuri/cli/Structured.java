// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import io.fabric8.kubernetes.client.utils.Serialization;

/** Values as JSON or YAML. */
final class Structured {
  private Structured() {}

  /** Returns the whole text, ended by a newline. */
  static String of(Object value, OutputFormat format) {
    return switch (format) {
      case JSON -> PrettyJson.of(Serialization.asJson(value));
      case YAML -> Serialization.asYaml(value).replaceFirst("^---\n", "");
      case TABLE, WIDE, NAME -> throw new IllegalArgumentException("is no structure: " + format);
    };
  }

  /** Returns whether this class prints it. */
  static boolean is(OutputFormat format) {
    return format == OutputFormat.JSON || format == OutputFormat.YAML;
  }
}
