// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code check}: what a sidecar would do, in the order in which it would find out. Reads only. */
final class CheckCommand {
  private CheckCommand() {}

  static ExitCode run(List<String> args, Map<String, String> env, TimeSource time)
      throws UsageException {
    CommandLine line = CommandLine.parse(args, env);
    if (line.hasFlag(Flag.HELP)) {
      System.out.print(HelpText.check());
      return ExitCode.ORDERLY;
    }
    List<Finding> findings = findings(SidecarOptions.of(line), time);
    System.out.print(report(findings));
    return firstWrong(findings).code();
  }

  private static List<Finding> findings(SidecarOptions options, TimeSource time) {
    StateCheck state = StateCheck.of(options);
    List<Finding> findings = new ArrayList<>(state.findings());
    findings.addAll(ListenCheck.findings(options));
    findings.addAll(LeaseCheck.findings(options, state.preview(), time));
    return findings;
  }

  private static Finding firstWrong(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> !finding.isFine())
        .findFirst()
        .orElse(Finding.fine("", ""));
  }

  private static String report(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(String.format("%-7s %s%n", finding.topic(), finding.text()));
    }
    Finding wrong = firstWrong(findings);
    if (wrong.isFine()) {
      return text.append("would serve\n").toString();
    }
    return text.append("would refuse: ")
        .append(wrong.text())
        .append(" (exit code ")
        .append(wrong.code().code())
        .append(")\nremedy: ")
        .append(wrong.remedy())
        .append('\n')
        .toString();
  }
}
