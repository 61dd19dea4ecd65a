// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.StateFolderException;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.sidecar.server.BindFailedException;
import dev.kezuri.sidecar.wire.VersionText;
import java.util.Map;

/** The sidecar's process: {@code kezuri-sidecar --help} says what it takes. */
public final class SidecarMain {
  private SidecarMain() {}

  /** Runs until a signal or a failure; the exit code is one of {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(run(args, System.getenv(), TimeSource.SYSTEM).code());
  }

  /** What {@link #main} does but for the exit itself; tests bring a clock of their own. */
  static ExitCode run(String[] args, Map<String, String> env, TimeSource time) {
    SidecarOptions options;
    try {
      CommandLine line = CommandLine.parse(args, env);
      if (line.hasFlag(Flag.HELP)) {
        System.out.print(help());
        return ExitCode.ORDERLY;
      }
      if (line.hasFlag(Flag.VERSION)) {
        System.out.println("kezuri-sidecar " + Version.TEXT);
        return ExitCode.ORDERLY;
      }
      options = SidecarOptions.of(line, env);
    } catch (UsageException e) {
      return fail(ExitCode.USAGE, e.getMessage());
    }
    LogLines.install();
    return serve(options, time);
  }

  private static ExitCode serve(SidecarOptions options, TimeSource time) {
    Exit exit = new Exit();
    try (StateFolder state = StateFolder.open(options.stateDir(), options.allowTmpfs())) {
      Sidecar sidecar = new Sidecar(options, state, time, exit, SidecarMain::say);
      Signals.onEnd(
          sidecar.shutdown()::begin,
          () -> Runtime.getRuntime().halt(ExitCode.SECOND_SIGNAL.code()));
      sidecar.start();
      ExitCode code = exit.await();
      return code == ExitCode.ORDERLY ? code : fail(code, code.meaning());
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

  private static ExitCode fail(ExitCode code, String why) {
    System.err.println("kezuri-sidecar: " + why);
    return code;
  }

  private static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Issues unique, time-ordered 64-bit IDs to memcached clients.\n\n");
    text.append("  kezuri-sidecar --worker-id N [flags]      without Kubernetes\n");
    text.append("  kezuri-sidecar --pod-uid UID [flags]      in a pod, by its lease file\n\n");
    for (Flag flag : Flag.values()) {
      text.append(flag.helpLine());
    }
    text.append("\nEach has an environment variable: --listen is KEZURI_LISTEN, and so on.\n");
    text.append("As version it tells clients: ").append(VersionText.of(Version.TEXT));
    text.append("\n\nExit codes:\n");
    for (ExitCode code : ExitCode.values()) {
      text.append(String.format("  %2d  %s%n", code.code(), code.meaning()));
    }
    return text.toString();
  }
}
