// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What generators write to, and where their chances come from. */
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SplittableRandom random;

  Bytes(SplittableRandom random) {
    this.random = random;
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  Bytes put(String text) {
    return put(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Bytes put(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Bytes put(ByteBuffer bytes) {
    out.write(bytes.array(), 0, bytes.position());
    return this;
  }

  Bytes repeat(String text, int times) {
    return put(text.repeat(times));
  }

  /** Any bytes. */
  Bytes noise(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return put(bytes);
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  long bits() {
    return random.nextLong();
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A number that programs get wrong, or a small one, in decimal. */
  String number() {
    return oneIn(3)
        ? pick(
            "-1",
            "4294967295",
            "4294967296",
            "2147483648",
            "-2147483648",
            "9223372036854775808",
            "67108864",
            "67108865",
            "00000000000000000001",
            "1e3",
            "0x10",
            "+1",
            "")
        : String.valueOf(upTo(40));
  }
}
