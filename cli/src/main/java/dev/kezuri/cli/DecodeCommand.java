// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.id.DecodedId;
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

/** Takes IDs apart. Asks a cluster only for {@code --generator}. */
@Command(
    name = "decode",
    description = "Show the time, worker ID and sequence in IDs.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} decode 1574333684121669632",
      "  ${ROOT-COMMAND-NAME} decode --layout 41/10/12 --epoch 2015-01-01T00:00:00Z -o json -",
      "An ID does not name its generator: with another layout it decodes to other parts."
    })
final class DecodeCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Decimal IDs; - reads them from standard input.")
  private List<String> words;

  @Option(
      names = "--layout",
      paramLabel = "BITS",
      description = "Timestamp/worker/sequence bits; default 41/10/12.")
  private String layout;

  @Option(
      names = "--epoch",
      paramLabel = "TIME",
      description = "Timestamp 0; default 2015-01-01T00:00:00Z.")
  private String epoch;

  @Option(
      names = "--generator",
      paramLabel = "NS/NAME",
      description = "Take the layout from this IdGenerator of the cluster.")
  private String generator;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions cluster;

  @Override
  public Integer call() {
    IdLayout idLayout = checkedLayout();
    List<DecodedId> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (String word : IdWords.of(words, cli.in())) {
      try {
        good.add(IdText.decode(word, idLayout));
      } catch (IllegalArgumentException e) {
        bad.add(e.getMessage());
      }
    }
    if (!good.isEmpty() || bad.isEmpty()) {
      spec.commandLine().getOut().print(DecodeOutput.of(good, idLayout, output.format()));
      spec.commandLine().getOut().flush();
    }
    bad.forEach(reason -> spec.commandLine().getErr().println("error: " + reason));
    return bad.isEmpty() ? 0 : 2;
  }

  private IdLayout checkedLayout() {
    for (String word : words) {
      if (IdWords.isUnknownOption(word)) {
        throw wrong("unknown option: " + word);
      }
    }
    if (generator != null && (layout != null || epoch != null)) {
      throw wrong("--generator brings its own layout: leave --layout and --epoch away");
    }
    if (generator != null) {
      try (Cluster opened = Cluster.open(cluster)) {
        return opened.layout(GeneratorName.parse(generator, opened.namespace()));
      }
    }
    try {
      return LayoutOption.parse(layout, epoch);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
