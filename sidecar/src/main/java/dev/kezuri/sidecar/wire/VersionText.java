// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** What the protocols tell as version. */
public final class VersionText {
  private VersionText() {}

  /**
   * Returns memcached's version and ours: libmemcached refuses a major version of 0, and
   * node-memcached needs the last word to be three numbers.
   */
  public static String of(String version) {
    return "1.6.0 kezuri/" + version.replaceFirst("-.*", "");
  }
}
