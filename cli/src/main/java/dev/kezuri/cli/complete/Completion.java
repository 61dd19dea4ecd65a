// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.complete;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completes one command line. */
public final class Completion {
  private static final Set<String> CLUSTER =
      Set.of("--kubeconfig", "--context", "--namespace", "--as");

  private static final Map<String, List<String>> FORMATS =
      Map.of(
          "workers", List.of("table", "wide", "json", "yaml", "name"),
          "inject", List.of("json", "yaml"));

  private final Names names;
  private final Map<String, String> given = new LinkedHashMap<>();
  private CommandLine command;
  private boolean all;

  private Completion(CommandLine program, Names names) {
    this.command = program;
    this.names = names;
  }

  /**
   * Returns what may stand in the place of the last word.
   *
   * @param typed the words after the program's name; the last one, perhaps empty, is to be
   *     completed
   */
  public static Offer of(CommandLine program, List<String> typed, Names names) {
    return typed.isEmpty()
        ? Offer.of(List.of())
        : new Completion(program, names).offer(typed, typed.getLast());
  }

  private Offer offer(List<String> typed, String last) {
    OptionSpec open = read(typed.subList(0, typed.size() - 1));
    if (open != null) {
      return values(open, last);
    }
    int equals = last.indexOf('=');
    if (last.startsWith("--") && equals > 0) {
      OptionSpec option = option(last.substring(0, equals));
      return option == null ? Offer.of(List.of()) : values(option, last.substring(equals + 1));
    }
    if (last.startsWith("-")) {
      return Offer.of(starting(options(), last));
    }
    return positional(last);
  }

  /** Goes along the words that are typed out; returns an option that waits for its value. */
  private OptionSpec read(List<String> words) {
    OptionSpec open = null;
    for (String word : words) {
      if (open != null) {
        note(open, word);
        open = null;
      } else if (word.startsWith("-")) {
        int equals = word.indexOf('=');
        OptionSpec option = option(equals < 0 ? word : word.substring(0, equals));
        all |= option != null && option.longestName().equals("--all-namespaces");
        if (option != null && equals >= 0) {
          note(option, word.substring(equals + 1));
        } else if (option != null && option.arity().min() > 0) {
          open = option;
        }
      } else if (command.getParent() == null && command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
      }
    }
    return open;
  }

  private void note(OptionSpec option, String value) {
    if (CLUSTER.contains(option.longestName())) {
      given.put(option.longestName(), value);
    }
  }

  private OptionSpec option(String name) {
    return command.getCommandSpec().findOption(name);
  }

  private Offer values(OptionSpec option, String start) {
    return switch (option.longestName()) {
      case "--namespace" -> Offer.of(starting(names.list(Names.Of.NAMESPACES, given), start));
      case "--context" -> Offer.of(starting(names.list(Names.Of.CONTEXTS, given), start));
      case "--generator" -> generators(start);
      case "--output" ->
          Offer.of(
              starting(
                  FORMATS.getOrDefault(
                      command.getCommandName(), List.of("table", "wide", "json", "yaml")),
                  start));
      case "--kubeconfig", "--filename", "--generator-file" -> Offer.ofFiles();
      default -> Offer.of(List.of());
    };
  }

  private List<String> options() {
    List<String> words = new ArrayList<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        String what = String.join(" ", option.description());
        words.add(option.longestName() + (what.isEmpty() ? "" : "\t" + what));
      }
    }
    return words;
  }

  private Offer positional(String start) {
    return switch (command.getParent() == null ? "" : command.getCommandName()) {
      case "" -> Offer.of(starting(commands(), start));
      case "status", "fence", "upgrade-sidecars" -> all ? Offer.of(List.of()) : generators(start);
      case "why" -> Offer.of(starting(names.list(Names.Of.PODS, given), start));
      case "completion" -> Offer.of(starting(List.of("bash", "zsh"), start));
      default -> Offer.of(List.of());
    };
  }

  private List<String> commands() {
    return command.getSubcommands().entrySet().stream()
        .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
        .map(
            one ->
                one.getKey()
                    + "\t"
                    + String.join(
                        " ", one.getValue().getCommandSpec().usageMessage().description()))
        .toList();
  }

  /** Names of the namespace; with a slash those of all. */
  private Offer generators(String start) {
    Map<String, String> place = new LinkedHashMap<>(given);
    int slash = start.indexOf('/');
    if (slash < 0) {
      return Offer.of(starting(names.list(Names.Of.GENERATORS, place), start));
    }
    String namespace = start.substring(0, slash);
    place.put("--namespace", namespace);
    Stream<String> found = names.list(Names.Of.GENERATORS, place).stream();
    return Offer.of(starting(found.map(name -> namespace + "/" + name).toList(), start));
  }

  private static List<String> starting(List<String> words, String start) {
    return words.stream().filter(word -> word.startsWith(start)).toList();
  }

  /** Returns the words after the one that asks for a completion. */
  public static List<String> typed(String... args) {
    return Arrays.asList(args).subList(1, args.length);
  }
}
