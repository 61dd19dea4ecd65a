// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.wire.VersionText;

/** What {@code --help} prints, in lines of at most 100 characters. Loaded only then. */
final class HelpText {
  private static final int WIDTH = 100;
  private static final int INDENT = 6;

  private HelpText() {}

  static String server() {
    StringBuilder text = new StringBuilder(8192);
    text.append("Issues unique, time-ordered 64-bit IDs to memcached clients.\n\n");
    text.append("  kezuri-sidecar --worker-id N [flags]      without Kubernetes\n");
    text.append("  kezuri-sidecar --pod-uid UID [flags]      in a pod, by its lease file\n");
    text.append(
        "  kezuri-sidecar check [the same flags]     says whether that would serve, and why not\n");
    text.append("  kezuri-sidecar get [-n N]                 draws IDs from one that runs\n\n");
    text.append("Flags, with the variable that sets the same and what counts without:\n");
    for (Flag flag : Flag.values()) {
      flag(text, flag);
    }
    text.append("\nA flag outranks its variable. TIME is a number with a unit: 90s, 10m, 1h30m.\n");
    text.append("\nkatsubushi's flags, with one dash or two; its variables (PORT for -port) ");
    text.append("count\nwhere the worker ID is given as -worker-id or WORKER_ID:\n");
    katsubushi(text, true);
    text.append("\nOf katsubushi's flags these are refused:\n");
    katsubushi(text, false);
    text.append("\nAs version it tells clients: ").append(VersionText.of(Version.TEXT));
    text.append("\n\nExit codes:\n");
    for (ExitCode code : ExitCode.values()) {
      text.append(String.format("  %2d  %s%n", code.code(), code.meaning()));
    }
    return text.toString();
  }

  static String check() {
    return """
        Says what a sidecar with these flags would do with this lease and this state, and why.

          kezuri-sidecar check [flags of kezuri-sidecar]

        It reads only, and may be used while a sidecar runs on the state folder. Exit code 0: it
        would serve; else the code that a sidecar would end with, or 20 if it would run and refuse.
        """;
  }

  static String get() {
    StringBuilder text = new StringBuilder();
    text.append("Draws IDs from a sidecar that runs, one a line.\n\n");
    text.append("  kezuri-sidecar get [-n N] [--listen ADDRESS]\n\n");
    text.append("  -n N                                                     [1]\n");
    text.append("      how many, 1 to 10000000\n");
    text.append("  --listen ADDRESS             KEZURI_LISTEN               [localhost:11212]\n");
    text.append("      where it listens, as it was told: of several the first is asked\n");
    text.append("  --help\n      print this and end\n");
    text.append("\nExit code 0: all were printed. 20: it refused. 21: no sidecar answers there.\n");
    return text.toString();
  }

  private static void katsubushi(StringBuilder text, boolean taken) {
    for (KatsubushiFlag flag : KatsubushiFlag.values()) {
      if (flag.isTaken() == taken) {
        text.append(String.format("  %-22s ", flag.usage()));
        wrap(text, flag.meaning(), 25, 25);
      }
    }
  }

  /** Appends a flag: what it takes, its variable, its default; then what it is for. */
  static void flag(StringBuilder text, Flag flag) {
    String env = flag.env() == null ? "" : flag.env();
    String otherwise = flag.otherwise() == null ? "" : "[" + flag.otherwise() + "]";
    String head = String.format("  %-28s %-27s %s", flag.usage(), env, otherwise).stripTrailing();
    boolean fits = head.length() <= WIDTH;
    text.append(fits ? head : head.replace(otherwise, "").stripTrailing()).append('\n');
    wrap(text, fits ? flag.help() : flag.help() + " " + otherwise, INDENT, 0);
  }

  /** Appends words from {@code column} on; further lines, and the first at 0, are indented. */
  private static void wrap(StringBuilder text, String words, int indent, int column) {
    int at = column;
    boolean first = true;
    for (String word : words.split(" ")) {
      if (!first && at + 1 + word.length() > WIDTH) {
        text.append('\n');
        at = 0;
      }
      String gap = at == 0 ? " ".repeat(indent) : first ? "" : " ";
      text.append(gap).append(word);
      at += gap.length() + word.length();
      first = false;
    }
    text.append('\n');
  }
}
