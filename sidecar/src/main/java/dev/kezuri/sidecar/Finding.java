// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

/**
 * One thing that {@code check} looked at.
 *
 * @param topic what was looked at, in one word
 * @param text what was found
 * @param code what a sidecar would end with because of it; ORDERLY if nothing is wrong
 * @param remedy what to do about it; empty if nothing is wrong
 */
record Finding(String topic, String text, ExitCode code, String remedy) {
  static Finding fine(String topic, String text) {
    return new Finding(topic, text, ExitCode.ORDERLY, "");
  }

  boolean isFine() {
    return code == ExitCode.ORDERLY;
  }
}
