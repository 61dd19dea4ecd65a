// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One operation of a JSON Patch (RFC 6902).
 *
 * @param op {@code test}, {@code add} or {@code remove}
 * @param path JSON Pointer
 * @param value a text or an object of texts; null for {@code remove}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PatchStep(String op, String path, Object value) {
  /** The patch is refused as a whole unless {@code path} has this value. */
  public static PatchStep test(String path, Object value) {
    return new PatchStep("test", path, value);
  }

  /** Adds, or replaces what is there. */
  public static PatchStep add(String path, Object value) {
    return new PatchStep("add", path, value);
  }

  /** Removes; refused if nothing is there. */
  public static PatchStep remove(String path) {
    return new PatchStep("remove", path, null);
  }

  /** Returns {@code key} as one segment of a JSON Pointer. */
  public static String segment(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
