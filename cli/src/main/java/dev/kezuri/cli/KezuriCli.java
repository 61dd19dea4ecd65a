// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.complete.Completion;
import dev.kezuri.cli.manifest.ManifestException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code kubectl kezuri}: reads the ledger, IDs and manifests; only {@code fence}, {@code
 * upgrade-sidecars} and {@code uninstall} write to a cluster, after they have asked.
 *
 * <p>Exit codes: 0 done, 1 the cluster refused or did not answer, 2 a wrong argument, ID or
 * manifest.
 */
@Command(
    name = "kubectl-kezuri",
    description = "Worker IDs of this cluster, what is in an ID, and the sidecar in manifests.",
    mixinStandardHelpOptions = true,
    versionProvider = KezuriCli.Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the API server refused or did not answer, what was asked about is not well, or you said no",
      "2:wrong argument, ID or manifest, or nobody to ask and no --yes"
    },
    subcommands = {
      StatusCommand.class,
      WhyCommand.class,
      WorkersCommand.class,
      WhoisCommand.class,
      DecodeCommand.class,
      AuditCommand.class,
      CheckCommand.class,
      InjectCommand.class,
      UpgradeSidecarsCommand.class,
      FenceCommand.class,
      UninstallCommand.class,
      CompletionCommand.class
    })
public final class KezuriCli implements Runnable {
  /** What kubectl_complete-kezuri calls, with the words typed so far. */
  private static final String COMPLETE = "__complete";

  private final InputStream in;
  private final InstantSource clock;
  private final boolean terminal;

  @Spec private CommandSpec spec;

  private KezuriCli(InputStream in, InstantSource clock, boolean terminal) {
    this.in = in;
    this.clock = clock;
    this.terminal = terminal;
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // fabric8 logs through SLF4J, and this program has no log: its errors are its output.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    boolean terminal = System.console() != null && System.console().isTerminal();
    int code = run(System.in, terminal, out, err, InstantSource.system(), args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }

  /**
   * Runs one command line, with nobody there who could be asked.
   *
   * @param in what {@code -} reads
   * @param clock tells which windows and rests are over
   * @return the exit code
   */
  public static int run(
      InputStream in, PrintWriter out, PrintWriter err, InstantSource clock, String... args) {
    return run(in, false, out, err, clock, args);
  }

  /** Runs one command line; {@code terminal} says whether a person reads and writes. */
  static int run(
      InputStream in,
      boolean terminal,
      PrintWriter out,
      PrintWriter err,
      InstantSource clock,
      String... args) {
    CommandLine cli = new CommandLine(new KezuriCli(in, clock, terminal));
    cli.setCommandName(System.getProperty("kezuri.command", "kubectl-kezuri"));
    cli.setOut(out);
    cli.setErr(err);
    cli.registerConverter(OutputFormat.class, OutputFormat::parse);
    cli.setUsageHelpAutoWidth(false);
    for (String takesIds : List.of("decode", "whois")) {
      cli.getSubcommands().get(takesIds).setUnmatchedOptionsArePositionalParams(true);
    }
    if (args.length > 0 && args[0].equals(COMPLETE)) {
      // Before any parsing: the line is not finished, and a wrong one gets no message.
      out.print(Completion.of(cli, Completion.typed(args), new ClusterNames()).lines());
      return 0;
    }
    cli.setParameterExceptionHandler(KezuriCli::wrongArgument);
    cli.setExecutionExceptionHandler(KezuriCli::failure);
    return cli.execute(args);
  }

  private static int wrongArgument(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("error: " + e.getMessage());
    command.getErr().println("see " + command.getCommandSpec().qualifiedName() + " --help");
    return 2;
  }

  private static int failure(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(e instanceof ClusterException) && !(e instanceof ManifestException)) {
      throw e;
    }
    command.getErr().println("error: " + e.getMessage());
    return e instanceof ClusterException ? 1 : 2;
  }

  /** Shows the help, as kubectl does when it is called alone. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  InputStream in() {
    return in;
  }

  /** Returns whether a person can be asked. */
  boolean terminal() {
    return terminal;
  }

  InstantSource clock() {
    return clock;
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = KezuriCli.class.getPackage().getImplementationVersion();
      return new String[] {"kezuri " + Optional.ofNullable(version).orElse("unpackaged")};
    }
  }
}
