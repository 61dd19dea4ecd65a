// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.Link;
import java.util.List;
import java.util.stream.Collectors;

/** Chains as text: where each stops and what to do, then its links. */
final class WhyOutput {
  /** So many names are said; the others are counted. */
  private static final int NAMED = 5;

  private WhyOutput() {}

  static String of(WhyReport report, OutputFormat format, Paint paint) {
    if (Structured.is(format)) {
      return Structured.of(report, format);
    }
    StringBuilder text = new StringBuilder();
    if (report.chains().size() > 1) {
      long well = report.chains().stream().filter(Chain::well).count();
      text.append(
          "%d of %d pods of %s get IDs, or need none any more.\n\n"
              .formatted(well, report.chains().size(), report.about()));
    }
    text.append(
        report.groups().stream()
            .map(group -> group(group, paint))
            .collect(Collectors.joining("\n")));
    return text.toString();
  }

  private static String group(List<Chain> group, Paint paint) {
    Chain chain = group.getFirst();
    StringBuilder text = new StringBuilder(verdict(chain, paint));
    chain
        .first()
        .ifPresent(
            link -> {
              text.append(Lines.of("  ", link.text() + "."));
              if (!link.remedy().isEmpty()) {
                text.append(Lines.of("  do: ", link.remedy()));
              }
            });
    if (group.size() > 1) {
      text.append(Lines.of("  so are: ", others(group)));
    }
    text.append('\n');
    for (Link link : chain.links()) {
      text.append(row(link));
    }
    return text.toString();
  }

  private static String others(List<Chain> group) {
    String names =
        group.stream()
            .skip(1)
            .limit(NAMED)
            .map(chain -> chain.pod().substring(chain.pod().indexOf('/') + 1))
            .collect(Collectors.joining(", "));
    int more = group.size() - 1 - NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  private static String verdict(Chain chain, Paint paint) {
    String pod = chain.pod();
    if (chain.first().isPresent()) {
      Link link = chain.first().get();
      return switch (link.state()) {
            case WAITS -> paint.mind("Under way at the " + link.name() + ":");
            case HELD -> paint.mind("Held at the " + link.name() + ":");
            default -> paint.bad("Broken at the " + link.name() + ":");
          }
          + " "
          + pod
          + (link.state() == Link.State.WAITS ? " gets its IDs soon\n" : " gets no IDs\n");
    }
    if (!chain.ended().isEmpty()) {
      return "%s %s %s, and needs no IDs\n".formatted(paint.mind("Ended:"), pod, chain.ended());
    }
    return chain.partly()
        ? "%s %s: no link is broken of those that could be looked at\n"
            .formatted(paint.mind("Not known:"), pod)
        : "%s %s gets IDs\n".formatted(paint.good("Well:"), pod);
  }

  private static String row(Link link) {
    String head = "  %-9s  %-8s  ".formatted(link.name(), link.state());
    boolean told = !link.goesOn() && link.state() != Link.State.OPEN;
    String text = told ? "see above" : link.text();
    return text.isEmpty() ? head.stripTrailing() + "\n" : Lines.of(head, text);
  }
}
