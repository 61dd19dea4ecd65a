// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;

/**
 * The classic commands that issue no ID and are done with their line. What they would change is not
 * there, so that their answer depends on the line alone.
 */
final class PlainCommands {
  private static final long VERSION = Tokens.word("version");
  private static final long STATS = Tokens.word("stats");
  private static final long VERBOSITY = Tokens.word("verbosity");
  static final long FLUSH_ALL = Tokens.word("flush_all");
  private static final long DELETE = Tokens.word("delete");
  static final long TOUCH = Tokens.word("touch");
  private static final long INCR = Tokens.word("incr");
  private static final long DECR = Tokens.word("decr");
  private static final long SHUTDOWN = Tokens.word("shutdown");
  private static final long NOREPLY = Tokens.word("noreply");

  private static final byte[] NOT_FOUND = Answer.ascii("NOT_FOUND\r\n");
  private static final byte[] NO_SHUTDOWN = Answer.ascii("ERROR: shutdown not enabled\r\n");
  private static final byte[] BAD_DELTA =
      Answer.ascii("CLIENT_ERROR invalid numeric delta argument\r\n");
  private static final byte[] BAD_DELETE =
      Answer.ascii("CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]\r\n");

  private final byte[] version;
  private final StatsCommand stats;

  PlainCommands(byte[] version, StatsCommand stats) {
    this.version = version;
    this.stats = stats;
  }

  /**
   * Returns the answer to the command {@code word} with the arguments {@code in[from, end)}, or
   * null if it is none of these.
   */
  byte[] answer(long word, byte[] in, int from, int end) {
    if (word == VERSION) {
      return version;
    }
    if (word == STATS) {
      return stats.answer(in, from, end);
    }
    if (word == SHUTDOWN) {
      return NO_SHUTDOWN;
    }
    int least = least(word);
    if (least < 0) {
      return null;
    }
    int count = Tokens.count(in, from, end);
    // Told in spite of noreply, which memcached has not looked for by then.
    if (count < least || count > most(word)) {
      return Texts.ERROR;
    }
    byte[] text = withArguments(word, in, from, end, count);
    return Tokens.endsWith(NOREPLY, in, from, end) ? Texts.NOTHING : text;
  }

  private static int least(long word) {
    if (word == TOUCH || word == INCR || word == DECR) {
      return 2;
    }
    return word == FLUSH_ALL ? 0 : word == VERBOSITY || word == DELETE ? 1 : -1;
  }

  private static int most(long word) {
    return word == FLUSH_ALL || word == VERBOSITY ? 2 : 3;
  }

  private static byte[] withArguments(long word, byte[] in, int from, int end, int count) {
    if (word == VERBOSITY) {
      return verbosity(in, from, end);
    }
    if (word == FLUSH_ALL) {
      return flush(in, from, end, count);
    }
    if (word == DELETE) {
      return delete(in, from, end, count);
    }
    return word == TOUCH ? touch(in, from, end) : delta(in, from, end);
  }

  private static byte[] verbosity(byte[] in, int from, int end) {
    int level = Tokens.token(in, from, end, 0);
    return Numbers.isUnsigned(in, level, end) ? Texts.OK : Texts.BAD_LINE;
  }

  private static byte[] flush(byte[] in, int from, int end, int count) {
    int delay = Tokens.token(in, from, end, 0);
    return count == 0 || Numbers.isSigned(in, delay, end) ? Texts.OK : Texts.BAD_EXPIRY;
  }

  private static byte[] delete(byte[] in, int from, int end, int count) {
    if (!keyFits(in, from, end)) {
      return Texts.BAD_LINE;
    }
    int time = Tokens.token(in, from, end, 1);
    boolean zero = time < end && in[time] == '0' && Tokens.endOfToken(in, time, end) == time + 1;
    boolean noreply = Tokens.endsWith(NOREPLY, in, from, end);
    boolean valid = count == 1 || (count == 2 ? zero || noreply : zero && noreply);
    return valid ? NOT_FOUND : BAD_DELETE;
  }

  private static byte[] touch(byte[] in, int from, int end) {
    if (!keyFits(in, from, end)) {
      return Texts.BAD_LINE;
    }
    int expiry = Tokens.token(in, from, end, 1);
    return Numbers.isSigned(in, expiry, end) ? NOT_FOUND : Texts.BAD_EXPIRY;
  }

  private static byte[] delta(byte[] in, int from, int end) {
    if (!keyFits(in, from, end)) {
      return Texts.BAD_LINE;
    }
    int delta = Tokens.token(in, from, end, 1);
    return Numbers.isUnsigned(in, delta, end) ? NOT_FOUND : BAD_DELTA;
  }

  private static boolean keyFits(byte[] in, int from, int end) {
    int key = Tokens.token(in, from, end, 0);
    return Tokens.endOfToken(in, key, end) - key <= Tokens.MAX_KEY;
  }
}
