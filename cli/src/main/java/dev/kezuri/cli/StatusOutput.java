// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.status.GeneratorState;
import dev.kezuri.cli.status.PodTrouble;
import dev.kezuri.cli.status.Room;
import dev.kezuri.cli.status.SidecarUse;
import dev.kezuri.cli.status.StatusReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How generators are doing, as text: the verdict, generators, what is wrong, sidecars. */
final class StatusOutput {
  /** So many pods with the same trouble are named; -o wide names all. */
  private static final int NAMED = 10;

  private StatusOutput() {}

  static String of(StatusReport report, OutputFormat format, Paint paint) {
    if (Structured.is(format)) {
      return Structured.of(report, format);
    }
    StringBuilder text = new StringBuilder(verdict(report, paint));
    report.notLookedAt().forEach(one -> text.append(Lines.of("Not looked at: ", one)));
    if (!report.generators().isEmpty()) {
      text.append('\n').append(generators(report.generators()));
    }
    for (GeneratorState state : report.generators()) {
      state.conditions().forEach(one -> text.append('\n').append(told(state, one, paint)));
    }
    text.append(troubles(report, format, paint));
    if (!report.sidecars().isEmpty()) {
      text.append('\n').append(sidecars(report.sidecars(), format));
    }
    return text.toString();
  }

  private static String verdict(StatusReport report, Paint paint) {
    int colon = report.verdict().indexOf(':') + 1;
    String word = report.verdict().substring(0, colon);
    String painted =
        report.well()
            ? paint.good(word)
            : word.startsWith("Not known") ? paint.mind(word) : paint.bad(word);
    return Lines.of("", report.verdict()).replaceFirst(word, painted);
  }

  private static String generators(List<GeneratorState> states) {
    TextTable table =
        new TextTable(
            "GENERATOR", "STATE", "WAITING", "HELD", "RESTING", "FREE", "CAPACITY", "NEXT-FREE");
    for (GeneratorState state : states) {
      Room room = state.room();
      table.add(
          state.generator(),
          state.state(),
          state.waiting(),
          room.held(),
          room.resting(),
          room.free(),
          room.capacity(),
          room.nextFree());
    }
    return table.toString();
  }

  private static String told(GeneratorState state, GeneratorState.Told one, Paint paint) {
    String condition = one.holdsBack() ? paint.bad(one.condition()) : paint.mind(one.condition());
    return "%s: %s since %s\n".formatted(state.generator(), condition, one.since())
        + Lines.of("  ", one.message() + ".")
        + (one.remedy().isEmpty() ? "" : Lines.of("  do: ", one.remedy()));
  }

  /** Pods with the same trouble are told of together: a thousand may wait for one reason. */
  private static String troubles(StatusReport report, OutputFormat format, Paint paint) {
    Map<String, List<PodTrouble>> groups = new LinkedHashMap<>();
    for (PodTrouble pod : report.pods()) {
      String key = pod.generator() + pod.kind() + pod.at() + pod.why().replaceAll("[0-9]+", "0");
      groups.computeIfAbsent(key, name -> new ArrayList<>()).add(pod);
    }
    StringBuilder text = new StringBuilder();
    groups
        .values()
        .forEach(
            group -> {
              Optional<String> above = above(report, group.getFirst());
              text.append('\n').append(group(group, above, format, paint));
            });
    return text.toString();
  }

  /** Returns the generator's condition that the trouble only says again. */
  private static Optional<String> above(StatusReport report, PodTrouble trouble) {
    return report.generators().stream()
        .filter(state -> state.generator().equals(trouble.generator()))
        .flatMap(state -> state.conditions().stream())
        .map(GeneratorState.Told::condition)
        .filter(condition -> trouble.why().startsWith(condition + ": "))
        .findFirst();
  }

  private static String group(
      List<PodTrouble> group, Optional<String> above, OutputFormat format, Paint paint) {
    PodTrouble first = group.getFirst();
    String kind =
        switch (first.kind()) {
          case WAITS -> paint.bad("waiting");
          case STARTING -> paint.mind("starting");
          case HELD -> paint.mind("held by others");
          case REFUSED -> paint.bad("no IDs");
          case BARE -> paint.bad("not injected");
        };
    StringBuilder text = new StringBuilder();
    text.append(first.generator()).append(": ").append(group.size()).append(" ").append(kind);
    text.append(", since ").append(first.since()).append('\n');
    String why = above.map(condition -> condition + ", as above").orElse(first.why() + ".");
    text.append(Lines.of("  ", "the " + first.at() + ": " + why));
    if (above.isEmpty() && !first.remedy().isEmpty()) {
      text.append(Lines.of("  do: ", first.remedy()));
    }
    int named = format == OutputFormat.WIDE ? group.size() : Math.min(NAMED, group.size());
    String names =
        String.join(", ", group.subList(0, named).stream().map(PodTrouble::pod).toList());
    int more = group.size() - named;
    text.append(Lines.of("  pods: ", more > 0 ? names + " and " + more + " more; -o wide" : names));
    return text.toString();
  }

  private static String sidecars(List<SidecarUse> uses, OutputFormat format) {
    TextTable table = new TextTable("GENERATOR", "SIDECAR", "PODS", "READY");
    uses.forEach(one -> table.add(one.generator(), one.image(), one.pods(), one.ready()));
    if (format != OutputFormat.WIDE) {
      return table.toString();
    }
    TextTable pods = new TextTable("POD", "SIDECAR");
    uses.forEach(one -> one.names().forEach(name -> pods.add(name, one.image())));
    return table + "\n" + pods;
  }
}
