// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of Markdown: its links, its headings, and what it sets as code. */
record Page(Path file, String text) {
  /** The folder of the tree. */
  static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern BLOCK = Pattern.compile("(?m)^(?: {4,}(?![-*] )|\t)(.*)$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  /** All pages but those of the build's folders. */
  static List<Page> all() {
    return Tree.files(TOP, ".md").stream().map(Page::read).toList();
  }

  static Page read(Path file) {
    try {
      return new Page(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  String name() {
    return TOP.relativize(file).toString();
  }

  /** Where its links lead, those within code left out. */
  List<String> links() {
    String prose = SPAN.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("");
    return found(LINK, prose);
  }

  /** What is in backticks, and each line of a block of code. */
  List<String> code() {
    List<String> code = new ArrayList<>(found(BLOCK, text));
    code.addAll(found(SPAN, BLOCK.matcher(text).replaceAll("")));
    return code;
  }

  /** The names by which links reach its headings. */
  Set<String> anchors() {
    return found(HEADING, text).stream()
        .map(heading -> LINK.matcher(heading).replaceAll(""))
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
        .map(heading -> heading.strip().replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The cells of each table row, heads and rules left out. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
      if (lines.get(i).startsWith("| ") && !head) {
        rows.add(
            Pattern.compile("(?<!\\\\)\\|")
                .splitAsStream(lines.get(i))
                .skip(1)
                .map(String::strip)
                .toList());
      }
    }
    return rows;
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  static List<String> spans(String text) {
    List<String> spans = new ArrayList<>();
    Matcher span = SPAN.matcher(text);
    while (span.find()) {
      spans.add(span.group(1));
    }
    return spans;
  }
}
