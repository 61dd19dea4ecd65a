// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

/** A key that a meta command gives in base64. */
final class Base64Key {
  private static final int GROUP = 4;

  private Base64Key() {}

  /** Returns whether {@code in[from, end)} is base64 of at least one byte, padding included. */
  static boolean isRight(byte[] in, int from, int end) {
    if (from == end || (end - from) % GROUP != 0) {
      return false;
    }
    int last = end;
    while (last > end - 2 && in[last - 1] == '=') {
      last--;
    }
    for (int at = from; at < last; at++) {
      int c = in[at];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '+' && c != '/') {
        return false;
      }
    }
    return true;
  }
}
