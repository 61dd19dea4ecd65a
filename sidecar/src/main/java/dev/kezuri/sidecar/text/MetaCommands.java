// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;
import java.util.Arrays;

/** The meta commands that issue no ID: nothing is stored, so nothing is there. */
final class MetaCommands {
  private static final long NOOP = Tokens.word("mn");
  private static final long DELETE = Tokens.word("md");
  private static final long ARITHMETIC = Tokens.word("ma");
  private static final long DEBUG = Tokens.word("me");

  private static final int LONGEST = 512;
  private static final String SET_MODES = "EAPRS";
  private static final String ARITHMETIC_MODES = "I+D-";

  private static final byte[] NOOP_ANSWER = Answer.ascii("MN\r\n");
  private static final byte[] NOT_FOUND = Answer.ascii("NF");
  private static final byte[] NOT_STORED = Answer.ascii("NS");
  private static final byte[] MISS = Answer.ascii("EN\r\n");
  private static final byte[] BAD_FLAG = Answer.ascii("CLIENT_ERROR invalid or duplicate flag\r\n");
  private static final byte[] BAD_SET_MODE =
      Answer.ascii("CLIENT_ERROR invalid mode for ms M token\r\n");
  private static final byte[] BAD_ARITHMETIC_MODE =
      Answer.ascii("CLIENT_ERROR invalid mode for ma M token\r\n");

  private final MetaFlags flags;

  MetaCommands(MetaFlags flags) {
    this.flags = flags;
  }

  /**
   * Returns the answer to {@code word} with {@code in[from, end)}, or null if it is none of these.
   */
  byte[] answer(long word, byte[] in, int from, int end) {
    if (word == NOOP) {
      return NOOP_ANSWER;
    }
    if (word == DEBUG) {
      return debug(in, from, end);
    }
    return word == DELETE || word == ARITHMETIC ? miss(word, in, from, end) : null;
  }

  private static byte[] debug(byte[] in, int from, int end) {
    int key = Tokens.skipSpaces(in, from, end);
    int keyEnd = Tokens.endOfToken(in, key, end);
    if (key == end || keyEnd - key > Tokens.MAX_KEY) {
      return Texts.BAD_LINE;
    }
    int flag = Tokens.skipSpaces(in, keyEnd, end);
    boolean base64 = flag < end && in[flag] == 'b' && Tokens.endOfToken(in, flag, end) == flag + 1;
    return base64 && !Base64Key.isRight(in, key, keyEnd) ? Texts.BAD_LINE : MISS;
  }

  private byte[] miss(long word, byte[] in, int from, int end) {
    int key = Tokens.skipSpaces(in, from, end);
    int keyEnd = Tokens.endOfToken(in, key, end);
    if (key == end) {
      return Texts.ERROR;
    }
    if (keyEnd - key > Tokens.MAX_KEY) {
      return Texts.BAD_LINE;
    }
    byte[] wrong = flags.read(in, key, keyEnd, keyEnd, end);
    if (wrong != null) {
      return flags.isOpaqueTooLong() ? wrong : BAD_FLAG;
    }
    if (word == ARITHMETIC && flags.has('M') && ARITHMETIC_MODES.indexOf(flags.mode()) < 0) {
      return BAD_ARITHMETIC_MODE;
    }
    return withFlags(NOT_FOUND, in, key, keyEnd, keyEnd, end);
  }

  /**
   * Returns what is answered behind the data of {@code ms}, whose line is {@code in[from, end)}.
   */
  byte[] set(byte[] in, int from, int end) {
    int key = Tokens.skipSpaces(in, from, end);
    int keyEnd = Tokens.endOfToken(in, key, end);
    if (keyEnd - key > Tokens.MAX_KEY) {
      return Texts.BAD_LINE;
    }
    int first = Tokens.endOfToken(in, Tokens.skipSpaces(in, keyEnd, end), end);
    byte[] wrong = flags.read(in, key, keyEnd, first, end);
    if (wrong != null) {
      return wrong;
    }
    if (flags.has('M') && SET_MODES.indexOf(flags.mode()) < 0) {
      return BAD_SET_MODE;
    }
    return withFlags(NOT_STORED, in, key, keyEnd, first, end);
  }

  private byte[] withFlags(byte[] code, byte[] in, int key, int keyEnd, int from, int end) {
    byte[] to = Arrays.copyOf(code, LONGEST);
    int at = code.length;
    boolean stored = code[1] == 'S';
    for (int flag = Tokens.skipSpaces(in, from, end); flag < end; ) {
      if (stored && in[flag] == 'c') {
        to[at++] = ' ';
        to[at++] = 'c';
        to[at++] = '0';
      }
      at = flags.echo(to, at, in, flag, end, key, keyEnd);
      flag = Tokens.skipSpaces(in, Tokens.endOfToken(in, flag, end), end);
    }
    to[at++] = '\r';
    to[at++] = '\n';
    return Arrays.copyOf(to, at);
  }
}
