// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import java.math.BigInteger;

/** An ID as a person types it: decimal, as a memcached client prints it. */
final class IdText {
  private IdText() {}

  /**
   * Returns the parts of the ID written in {@code text}.
   *
   * @throws IllegalArgumentException with a message that ends in the text, if it is no ID of this
   *     layout
   */
  static DecodedId decode(String text, IdLayout layout) {
    if (text.isEmpty() || !text.chars().skip(sign(text)).allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("an ID is a decimal number: " + text);
    }
    BigInteger number = new BigInteger(text);
    if (number.bitLength() > 63) {
      throw new IllegalArgumentException("an ID has at most 63 bits: " + text);
    }
    return layout.decode(number.longValueExact());
  }

  private static int sign(String text) {
    return text.length() > 1 && text.startsWith("-") ? 1 : 0;
  }
}
