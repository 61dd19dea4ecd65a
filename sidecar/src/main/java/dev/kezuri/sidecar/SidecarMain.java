// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.StateFolderException;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.sidecar.log.LogLines;
import dev.kezuri.sidecar.server.BindFailedException;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/** The sidecar's process: {@code kezuri-sidecar --help} says what it takes. */
public final class SidecarMain {
  private static final Logger LOG = Logger.getLogger(SidecarMain.class.getName());

  private SidecarMain() {}

  /** Runs until a signal or a failure; the exit code is one of {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(run(args, System.getenv(), TimeSource.SYSTEM).code());
  }

  /** What {@link #main} does but for the exit itself; tests bring a clock of their own. */
  static ExitCode run(String[] args, Map<String, String> env, TimeSource time) {
    SidecarOptions options;
    try {
      if (args.length > 0 && !args[0].startsWith("-")) {
        return subcommand(List.of(args), env, time);
      }
      CommandLine line = CommandLine.parse(List.of(args), env);
      if (line.hasFlag(Flag.HELP)) {
        System.out.print(HelpText.server());
        return ExitCode.ORDERLY;
      }
      if (line.hasFlag(Flag.VERSION)) {
        System.out.println("kezuri-sidecar " + Version.TEXT);
        return ExitCode.ORDERLY;
      }
      options = SidecarOptions.of(line);
      LogLines.install(options.logFormat(), options.logLevel());
      if (!line.translated().isEmpty()) {
        LOG.info("event=katsubushi_flags same_as=" + LogLines.quoted(line.translated()));
      }
    } catch (UsageException e) {
      return fail(ExitCode.USAGE, e.getMessage());
    }
    return serve(options, time);
  }

  private static ExitCode subcommand(List<String> args, Map<String, String> env, TimeSource time)
      throws UsageException {
    List<String> rest = args.subList(1, args.size());
    return switch (args.getFirst()) {
      case "check" -> CheckCommand.run(rest, env, time);
      case "get" -> GetCommand.run(rest, env);
      default -> throw Nearest.unknown(args.getFirst());
    };
  }

  private static ExitCode serve(SidecarOptions options, TimeSource time) {
    Exit exit = new Exit();
    try (StateFolder state = StateFolder.open(options.stateDir(), options.allowTmpfs())) {
      Sidecar sidecar = new Sidecar(options, state, time, exit, SidecarMain::say);
      Signals.onEnd(
          sidecar.shutdown()::begin,
          () -> Runtime.getRuntime().halt(ExitCode.SECOND_SIGNAL.code()));
      try {
        sidecar.start();
        ExitCode code = exit.await();
        return code == ExitCode.ORDERLY ? code : fail(code, code.meaning());
      } finally {
        sidecar.stopListening();
      }
    } catch (BindFailedException e) {
      return fail(ExitCode.PORT_IN_USE, e.getMessage());
    } catch (StateFolderException e) {
      boolean busy = e.reason() == StateFolderException.Reason.BUSY;
      return fail(busy ? ExitCode.STATE_BUSY : ExitCode.STATE_UNUSABLE, e.getMessage());
    } catch (java.io.IOException | RuntimeException e) {
      return fail(ExitCode.INTERNAL_ERROR, e.toString());
    }
  }

  private static void say(String line) {
    System.out.println("kezuri-sidecar " + line);
    System.out.flush();
  }

  static ExitCode fail(ExitCode code, String why) {
    System.err.println("kezuri-sidecar: " + why);
    return code;
  }
}
