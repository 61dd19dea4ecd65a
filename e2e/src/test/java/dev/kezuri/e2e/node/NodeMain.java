// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code e2e/node.sh}: the stories on a real node, which is brought up for all of them at once. */
@Command(name = "e2e/node.sh")
public final class NodeMain implements Callable<Integer> {
  private static final String ONLY = "--only";

  @Option(names = "--list")
  private boolean list;

  @ArgGroup private Choice choice = new Choice();

  @Option(names = "--keep")
  private boolean keep;

  @Spec private CommandSpec spec;

  /** One of these at most. */
  private static final class Choice {
    @Option(names = ONLY, arity = "1..*")
    private List<String> only = List.of();

    @Option(names = "--core")
    private boolean core;

    @Option(names = "--all")
    private boolean all;

    private boolean takes(NodeStory story) {
      boolean usual = core || only.isEmpty();
      return all || (usual ? story.core() : only.contains(story.name()));
    }
  }

  private final PrintStream out;
  private final Path folder = Path.of(System.getProperty("kezuri.top")).resolve("e2e/target/node");
  private final long began = System.nanoTime();

  private NodeMain(PrintStream out) {
    this.out = out;
  }

  /** Runs it and ends the JVM with its exit code: 1 if a story failed. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new NodeMain(System.out)).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<NodeStory> stories = chosen();
    if (list) {
      for (NodeStory story : stories) {
        out.printf("%-20s %-4s  %s%n", story.name(), story.core() ? "core" : "", story.says());
      }
      return 0;
    }
    empty(folder);
    try (Stage stage = Stage.bringUp(folder)) {
      say("the node is up");
      stage.install();
      say("Kezuri is installed");
      return close(stage.place(), new Runner(stage.place(), out).run(stories));
    } finally {
      say("all is taken down");
    }
  }

  private int close(Place place, List<Verdict> verdicts) throws InterruptedException {
    long failed = verdicts.stream().filter(Verdict::failed).count();
    out.printf(
        "%d stories, %d failed; %d IDs, %d duplicates; longest refusal %d ms%n",
        verdicts.size(),
        failed,
        verdicts.stream().mapToLong(verdict -> verdict.drawn().ids()).sum(),
        verdicts.stream().mapToLong(verdict -> verdict.drawn().duplicates()).sum(),
        verdicts.stream().mapToLong(Verdict::longestRefusalMs).max().orElse(0));
    if (failed > 0) {
      out.println("what pods, operator and node wrote: " + folder);
    }
    if (keep) {
      out.println("kept until Ctrl-C: export KUBECONFIG=" + place.kubeconfig());
      new CountDownLatch(1).await();
    }
    return failed > 0 ? 1 : 0;
  }

  private List<NodeStory> chosen() {
    List<String> known = Catalogue.STORIES.stream().map(NodeStory::name).toList();
    for (String name : choice.only) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), ONLY + ": no story " + name + "; --list has them");
      }
    }
    return Catalogue.STORIES.stream().filter(story -> list || choice.takes(story)).toList();
  }

  private void say(String what) {
    out.printf("%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
