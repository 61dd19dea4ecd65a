// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.cli.KezuriCli;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each command that a page names is there, with each option that it names. */
class DocsCommandsTest {
  private static final Pattern SCRIPT =
      Pattern.compile("(?:\\./)?((?:e2e|bench|config|sidecar|operator|cli)/[\\w/-]+\\.sh)");
  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][\\w-]*");
  private static final Pattern SUB_COMMAND = Pattern.compile("[a-z][a-z-]*");

  /** Where the programs that have their options in literals are made. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "./kezuri up", "local/src/main",
          "./kezuri binaries", "local/src/main",
          "./kezuri images", "deploy/images/src/main",
          "kezuri-operator", "operator/src/main");

  @Test
  void shouldHaveEachCommandAndOptionThatIsNamed() {
    List<String> missing = new ArrayList<>();
    int looked = 0;
    for (Page page : Page.all()) {
      for (String code : page.code()) {
        for (String command : code.replaceAll(" +# .*", "").split("\\\\?\\||&&|;|\\$\\(", -1)) {
          List<String> wrong = wrong(command.strip());
          wrong.forEach(what -> missing.add(page.name() + ": " + what + " in: " + command.strip()));
          looked += command.contains("kezuri") ? 1 : 0;
        }
      }
    }
    assertThat(looked).isGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  private static List<String> wrong(String command) {
    String text = command.replaceAll("^([A-Z_]+=\\S* )+", "");
    List<String> words = Arrays.asList(text.split("[\\s\\[\\]]+"));
    if (words.isEmpty()) {
      return List.of();
    }
    if (text.startsWith("kubectl kezuri ")) {
      return ofPlugin(words.subList(2, words.size()));
    }
    if (words.getFirst().endsWith("/kubectl-kezuri") && words.size() > 1) {
      return ofPlugin(words.subList(1, words.size()));
    }
    if (text.startsWith("./kezuri ")) {
      return ofTree(words);
    }
    if (words.getFirst().matches("(.*/)?kezuri-sidecar") && words.size() > 1) {
      return ofSidecar(words.subList(1, words.size()));
    }
    if (words.getFirst().equals("kezuri-operator")) {
      return unknown(words, Tree.text(Page.TOP.resolve(SOURCES.get("kezuri-operator")), ".java"));
    }
    return ofScript(words);
  }

  private static List<String> ofPlugin(List<String> words) {
    String sub = words.getFirst();
    if (!SUB_COMMAND.matcher(sub).matches()) {
      return unknown(words, help());
    }
    // The program prints its own help where the command is unknown.
    boolean there = Pattern.compile("(?m)^  " + sub + "[ ,]").matcher(help()).find();
    return there ? unknown(words, help(sub)) : List.of("no command " + sub);
  }

  private static List<String> ofTree(List<String> words) {
    String help = Page.read(Page.TOP.resolve("kezuri")).text();
    if (!help.contains("\n  " + words.get(1) + " ")) {
      return List.of("no command " + words.get(1));
    }
    String sources = SOURCES.get("./kezuri " + words.get(1));
    return sources == null
        ? unknown(words, help)
        : unknown(words, Tree.text(Page.TOP.resolve(sources), ".java"));
  }

  /** Its own flags are in the page that tells of it, which its tests compare with the program. */
  private static List<String> ofSidecar(List<String> words) {
    return unknown(words, Page.read(Page.TOP.resolve("docs/sidecar.md")).text());
  }

  /** A script takes its options itself, or hands them to a program of its folder. */
  private static List<String> ofScript(List<String> words) {
    List<String> wrong = new ArrayList<>();
    for (String word : words) {
      var script = SCRIPT.matcher(word);
      if (script.matches()) {
        Path file = Page.TOP.resolve(script.group(1));
        if (!Files.exists(file)) {
          wrong.add("no file " + script.group(1));
          continue;
        }
        Path folder = file.getParent();
        String sources =
            Page.read(file).text() + Tree.text(folder, ".py") + Tree.text(folder, ".java");
        wrong.addAll(unknown(words, sources));
      }
    }
    return wrong;
  }

  private static List<String> unknown(List<String> words, String where) {
    return words.stream()
        .takeWhile(word -> !word.equals("--"))
        .map(word -> word.replaceAll("[=,…].*", ""))
        .filter(word -> OPTION.matcher(word).matches())
        .filter(word -> !Pattern.compile("(?<![\\w-])" + word + "(?![\\w-])").matcher(where).find())
        .map(word -> "no option " + word)
        .toList();
  }

  private static String help(String... sub) {
    StringWriter out = new StringWriter();
    List<String> words = new ArrayList<>(List.of(sub));
    words.add("--help");
    KezuriCli.run(
        InputStream.nullInputStream(),
        new PrintWriter(out),
        new PrintWriter(new StringWriter()),
        InstantSource.system(),
        words.toArray(String[]::new));
    return out.toString();
  }
}
