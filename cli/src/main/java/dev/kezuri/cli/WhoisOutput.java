// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.whois.Candidate;
import dev.kezuri.cli.whois.Candidate.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/** Who issued IDs, as text: the pods first, then why not the others. */
final class WhoisOutput {
  private WhoisOutput() {}

  static String of(List<WhoisAnswer> answers, OutputFormat format, Paint paint) {
    if (Structured.is(format)) {
      return Structured.of(answers, format);
    }
    return answers.stream()
        .map(answer -> answer(answer, format, paint))
        .collect(Collectors.joining("\n"));
  }

  private static String answer(WhoisAnswer answer, OutputFormat format, Paint paint) {
    StringBuilder text = new StringBuilder(answer.id() + ": " + verdict(answer, paint) + "\n");
    if (answer.notLookedAt() != null) {
      text.append(Lines.of("  not looked at: ", answer.notLookedAt()));
    }
    for (Candidate one : answer.generators()) {
      if (one.outcome() != Outcome.IMPOSSIBLE || format == OutputFormat.WIDE) {
        text.append(candidate(one, format));
      }
    }
    long impossible = answer.count(Outcome.IMPOSSIBLE);
    if (impossible > 0 && format == OutputFormat.TABLE) {
      text.append("  %d more: no ID of their layouts looks so (-o wide)\n".formatted(impossible));
    }
    return text.toString();
  }

  private static String verdict(WhoisAnswer answer, Paint paint) {
    if (answer.generators().isEmpty()) {
      return paint.mind("not known:") + " there are no generators to ask";
    }
    if (answer.pods() == 1) {
      Candidate one = answer.generators().getFirst();
      String namespace = one.generator().substring(0, one.generator().indexOf('/'));
      return paint.good("pod " + namespace + "/" + one.pod());
    }
    if (answer.pods() > 1) {
      return paint.mind("one of " + answer.pods() + " pods,") + " by which generator it is of";
    }
    return answer.count(Outcome.UNKNOWN) > 0 || answer.notLookedAt() != null
        ? paint.mind("not known")
        : paint.mind("no pod");
  }

  private static String candidate(Candidate one, OutputFormat format) {
    String head = "  " + one.generator();
    if (one.workerId() != null) {
      head +=
          ": worker ID %d, %s, sequence %d".formatted(one.workerId(), one.time(), one.sequence());
    }
    String layout = format == OutputFormat.WIDE ? "    layout " + one.layout() + "\n" : "";
    return head + "\n" + Lines.of("    ", words(one)) + layout;
  }

  private static String words(Candidate one) {
    if (one.outcome() == Outcome.POD) {
      return "pod %s%s (UID %s), %s; its window is %s to %s"
          .formatted(
              one.pod(),
              one.node().isEmpty() ? "" : " on node " + one.node(),
              one.podUid(),
              one.text(),
              one.from(),
              one.until());
    }
    return one.outcome() + ": " + one.text();
  }
}
