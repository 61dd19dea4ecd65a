// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.server.BindFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** {@code get}: draws IDs from a sidecar that runs. */
final class GetCommand {
  private static final int MOST = 10_000_000;
  private static final int KEYS_A_COMMAND = 1000;

  private int left = 1;
  private SocketAddress address;
  private boolean help;

  private GetCommand() {}

  static ExitCode run(List<String> args, Map<String, String> env) throws UsageException {
    GetCommand command = new GetCommand();
    command.parse(args, env.get(Flag.LISTEN.env()));
    if (command.help) {
      System.out.print(HelpText.get());
      return ExitCode.ORDERLY;
    }
    return command.draw(System.out);
  }

  private void parse(List<String> args, String listen) throws UsageException {
    String where = listen == null || listen.isEmpty() ? Flag.LISTEN.otherwise() : listen;
    String name = listen == null ? Flag.LISTEN.flag() : Flag.LISTEN.env();
    for (int i = 0; i < args.size(); i++) {
      String[] parts = args.get(i).split("=", 2);
      String flag = parts[0];
      switch (flag) {
        case "--help", "-help", "-h" -> {
          help = true;
          continue;
        }
        case "-n", "--listen" -> {}
        default -> throw Nearest.unknown(flag, List.of("-n", "--listen", "--help"));
      }
      if (parts.length == 1 && ++i == args.size()) {
        throw new UsageException(flag + " needs a value");
      }
      String value = parts.length == 1 ? args.get(i) : parts[1];
      if (flag.equals("-n")) {
        left = number(value);
      } else {
        where = value;
        name = flag;
      }
    }
    address = Addresses.of(name, where).all().getFirst();
    if (address instanceof InetSocketAddress tcp && tcp.getPort() == 0) {
      throw new UsageException(name + " must name the port that the sidecar listens on: " + where);
    }
  }

  private static int number(String text) throws UsageException {
    int number = text.matches("\\d{1,8}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > MOST) {
      throw new UsageException("-n must be 1 to " + MOST + ": " + text);
    }
    return number;
  }

  private ExitCode draw(PrintStream out) {
    String name = BindFailedException.text(address);
    try (IdClient client = IdClient.connect(address)) {
      while (left > 0) {
        String problem = drawSome(client, out);
        out.flush();
        if (problem != null) {
          return problem.startsWith("SERVER_ERROR ")
              ? SidecarMain.fail(ExitCode.NO_ID, refused(name, problem.substring(13)))
              : SidecarMain.fail(
                  ExitCode.UNREACHABLE,
                  "what answers on " + name + " is no ID server, it says: " + problem);
        }
        if (out.checkError()) {
          return ExitCode.INTERNAL_ERROR; // whoever read the IDs has gone
        }
      }
      return ExitCode.ORDERLY;
    } catch (IOException e) {
      return SidecarMain.fail(
          ExitCode.UNREACHABLE,
          "no sidecar answers on "
              + name
              + ": "
              + e.getMessage()
              + "; start one, or give --listen as it was given to it");
    }
  }

  private static String refused(String name, String reason) {
    return "the sidecar on "
        + name
        + " refuses: "
        + reason
        + "; kezuri-sidecar check, with its flags, says what to do";
  }

  /** Draws a command's IDs; returns the line that is no part of an answer, or null. */
  private String drawSome(IdClient client, PrintStream out) throws IOException {
    int count = Math.min(left, KEYS_A_COMMAND);
    client.send("get" + " k".repeat(count) + "\r\n");
    StringBuilder ids = new StringBuilder(count * 20);
    String line = client.line();
    int got = 0;
    for (; line.startsWith("VALUE k 0 "); line = client.line()) {
      ids.append(client.line()).append('\n');
      got++;
    }
    out.print(ids);
    left -= got;
    return line.equals("END") && got == count ? null : line;
  }
}
