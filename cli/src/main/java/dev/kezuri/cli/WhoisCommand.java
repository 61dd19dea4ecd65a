// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.whois.Whois;
import dev.kezuri.id.IdLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says which pod issued an ID. */
@Command(
    name = "whois",
    description = "Say which pod issued an ID, from windows and their history.",
    exitCodeList = {
      "0:of each ID a pod is known",
      "1:of some ID no pod is known, or the API server refused or did not answer",
      "2:wrong argument or ID"
    },
    footer = {
      "",
      "An ID does not name its generator: all that can have issued it are asked, each by its own layout. An ID of another issuer (katsubushi, --worker-id) can look like one of these. Where history does not reach back so far, it is not known; nothing is guessed.",
      "Example:",
      "  ${ROOT-COMMAND-NAME} whois 1574333684121669632",
      "Rights needed: list workerids.kezuri.dev in the whole cluster. With list on idgenerators.kezuri.dev (-n: in that namespace) it says more of numbers without a holder."
    })
final class WhoisCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Decimal IDs; - reads them from standard input.")
  private List<String> words;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Generators of all namespaces; the default, unless -n is given.")
  private boolean allNamespaces;

  @Option(names = "--generator", paramLabel = "NS/NAME", description = "Only this IdGenerator.")
  private String generator;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    List<Long> ids = ids();
    try (Cluster cluster = Cluster.open(options)) {
      GeneratorName only =
          generator == null ? null : GeneratorName.parse(generator, cluster.namespace());
      String namespace = only != null ? only.namespace() : allNamespaces ? null : options.namespace;
      List<WhoisAnswer> answers = ask(ids, cluster.lookup(), only, namespace);
      spec.commandLine()
          .getOut()
          .print(WhoisOutput.of(answers, output.format(), Paint.of(spec.commandLine())));
      spec.commandLine().getOut().flush();
      return answers.stream().allMatch(answer -> answer.pods() > 0) ? 0 : 1;
    }
  }

  private List<Long> ids() {
    words.stream()
        .filter(IdWords::isUnknownOption)
        .findFirst()
        .ifPresent(
            word -> {
              throw new ParameterException(spec.commandLine(), "unknown option: " + word);
            });
    List<Long> ids = new ArrayList<>();
    for (String word : IdWords.of(words, cli.in())) {
      try {
        // Only whether it is an ID: each generator takes it apart by its own layout.
        ids.add(IdText.decode(word, IdLayout.DEFAULT).id());
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
    return ids;
  }

  private List<WhoisAnswer> ask(
      List<Long> ids, ClusterLookup lookup, GeneratorName only, String namespace) {
    List<WorkerId> workerIds =
        lookup.workerIds().orRefuse().stream()
            .filter(w -> isAsked(w.getSpec().generator(), only, namespace))
            .toList();
    Look<List<IdGenerator>> generators = lookup.generators(namespace);
    List<IdGenerator> asked =
        generators.seen().orElse(List.of()).stream()
            .filter(one -> isAsked(one.ledgerName(), only, namespace))
            .toList();
    String unseen = generators.unseen().map(right -> "IdGenerators: " + right).orElse(null);
    Whois whois = Whois.of(asked, workerIds, cli.clock().millis());
    return ids.stream()
        .map(id -> new WhoisAnswer(Long.toString(id), whois.ask(id), unseen))
        .toList();
  }

  private static boolean isAsked(String name, GeneratorName only, String namespace) {
    return only != null
        ? name.equals(only.toString())
        : namespace == null || name.startsWith(namespace + "/");
  }
}
