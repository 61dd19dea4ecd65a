// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

/** Commands of memcached's text protocol, classic and meta, mostly right. */
final class TextCommands {
  private static final String[] STATS = {
    "", " ", " settings", " conns", " reset", " items", " slabs", " sizes", " detail on", " nope"
  };
  private static final String[] META_FLAGS = {
    "v", "k", "q", "s", "b", "t", "c", "f", "h", "l", "T10", "N30", "E5", "R5", "Oabc", "O", "T",
    "F7", "I", "M", "MT", "C1", "S5", "z", "vv", "v9", "\u00ff"
  };

  private final Bytes out;

  TextCommands(Bytes out) {
    this.out = out;
  }

  /** Writes one. */
  void next() {
    switch (out.upTo(15)) {
      case 0, 1, 2, 3 -> get();
      case 4 -> touching();
      case 5, 6 -> storage();
      case 7, 8 -> metaGet();
      case 9 -> meta();
      case 10 -> line("stats" + out.pick(STATS));
      case 11 -> line(out.pick("version", "version x", "verbosity 1", "verbosity", "flush_all"));
      case 12 -> line(out.pick("flush_all 0 noreply", "verbosity 1 noreply", "flush_all -1", "mn"));
      case 13 -> writing();
      case 14 -> odd();
      default -> rare();
    }
  }

  private void line(String text) {
    out.put(text).put(out.oneIn(6) ? "\n" : "\r\n");
  }

  private String key() {
    return switch (out.upTo(30)) {
      case 0 -> "k".repeat(250);
      case 1 -> "k".repeat(251);
      case 2 -> "\u0000";
      case 3 -> "\t";
      case 4 -> "/";
      case 5 -> "\u00e4\u00ff";
      default -> String.valueOf((char) ('a' + out.upTo(25)));
    };
  }

  private String keys() {
    StringBuilder keys = new StringBuilder();
    int count = out.oneIn(40) ? out.upTo(4000) : out.upTo(6);
    for (int i = 0; i < count; i++) {
      keys.append(out.oneIn(20) ? "   " : " ").append(count > 100 ? "k" : key());
    }
    return keys.append(out.oneIn(8) ? " " : "").toString();
  }

  private void get() {
    line(out.pick("get", "gets", "GET", "GETS", "Get", " get", "get ") + keys());
  }

  private void touching() {
    line(out.pick("gat ", "gats ", "GAT ") + out.number() + keys());
  }

  private void storage() {
    int length = out.upTo(60);
    String said = out.oneIn(6) ? out.number() : String.valueOf(length);
    String name = out.pick("set", "add", "replace", "append", "prepend", "cas", "SET");
    String tail = (name.equals("cas") ? " 7" : "") + (out.oneIn(3) ? " noreply" : "");
    line(name + " " + key() + " 0 " + out.number() + " " + said + tail);
    block(length);
  }

  private void block(int length) {
    if (out.oneIn(3)) {
      out.put("get x\r\nversion\r\n".repeat(9).substring(0, length));
    } else {
      out.noise(length);
    }
    out.put(out.oneIn(8) ? out.pick("", "\n", "\r", "x\r\n") : "\r\n");
  }

  private String flags() {
    StringBuilder flags = new StringBuilder();
    for (int i = out.upTo(5); i > 0; i--) {
      flags.append(' ').append(out.pick(META_FLAGS));
    }
    return flags.toString();
  }

  private void metaGet() {
    line("mg" + (out.oneIn(12) ? "" : " " + key()) + (out.oneIn(3) ? "" : " v") + flags());
  }

  private void meta() {
    if (out.oneIn(3)) {
      int length = out.upTo(30);
      line("ms " + key() + " " + (out.oneIn(5) ? out.number() : "" + length) + flags());
      block(length);
    } else {
      line(out.pick("md ", "ma ", "me ", "mn", "mg", "md", "ma", "me") + key() + flags());
    }
  }

  private void writing() {
    String tail = out.oneIn(3) ? " noreply" : "";
    line(out.pick("delete ", "touch ", "incr ", "decr ") + key() + " " + out.number() + tail);
  }

  private void odd() {
    line(out.pick("", " ", "shutdown", "slabs", "auth a b", "watch", "lru", "cache_memlimit 1"));
  }

  private void rare() {
    switch (out.upTo(8)) {
      case 0 -> line("quit");
      case 1 -> line("get " + "k".repeat(65_520 + out.upTo(40)));
      case 2 -> out.noise(out.upTo(200));
      case 3 -> out.put("\r".repeat(1 + out.upTo(3)));
      case 4 -> line("GET / HTTP/1.1");
      case 5 -> line("get\tk");
      case 6 -> out.repeat("get k\r\n", out.upTo(2000));
      case 7 -> out.repeat("stats\n", out.upTo(500));
      default -> out.put("get k");
    }
  }
}
