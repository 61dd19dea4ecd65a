// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.server.BindFailedException;
import dev.kezuri.sidecar.server.UnixSocketFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the addresses can be had, and what answers where they are taken. */
final class ListenCheck {
  private static final String IN_USE = "the port is in use";

  private ListenCheck() {}

  static List<Finding> findings(SidecarOptions options) {
    List<Finding> findings = new ArrayList<>();
    for (SocketAddress address : options.listen()) {
      findings.add(finding("listen", address, "--listen"));
    }
    for (InetSocketAddress address : options.listenIfPossible()) {
      Finding finding = finding("listen", address, "--listen");
      boolean counts = finding.isFine() || finding.text().contains(IN_USE);
      findings.add(counts ? finding : Finding.fine("listen", finding.text() + ": left out"));
    }
    options.adminListen().ifPresent(at -> findings.add(finding("admin", at, "--admin-listen")));
    return findings;
  }

  private static Finding finding(String topic, SocketAddress address, String flag) {
    String name = BindFailedException.text(address);
    Optional<String> problem =
        address instanceof UnixDomainSocketAddress unix
            ? problem(unix.getPath())
            : problem((InetSocketAddress) address);
    return problem
        .map(why -> taken(topic, address, name + ": " + why, flag))
        .orElseGet(() -> Finding.fine(topic, name + " is free"));
  }

  private static Finding taken(String topic, SocketAddress address, String text, String flag) {
    String who = topic.equals("listen") ? whoAnswers(address) : "";
    return new Finding(
        topic,
        text + who,
        ExitCode.PORT_IN_USE,
        "stop what has it, or give another " + flag + " (ss -ltnxp shows who has which)");
  }

  private static String whoAnswers(SocketAddress address) {
    try (IdClient client = IdClient.connect(address)) {
      return "; a sidecar answers there: " + client.status();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Binds and does not listen: that fails if somebody listens or the address is not the machine's,
   * and keeps nobody from listening.
   */
  private static Optional<String> problem(InetSocketAddress address) {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address);
      return Optional.empty();
    } catch (IOException e) {
      String text = String.valueOf(e.getMessage());
      return Optional.of(text.contains("in use") ? IN_USE : text);
    }
  }

  private static Optional<String> problem(Path path) {
    try {
      if (!Files.isDirectory(path.getParent()) || !Files.isWritable(path.getParent())) {
        return Optional.of("there is no folder " + path.getParent() + " that can be written");
      }
      return switch (UnixSocketFile.look(path)) {
        case NOTHING, STALE -> Optional.empty();
        case LIVE -> Optional.of("the socket is in use");
        case OTHER -> Optional.of("a file that is no socket is there");
      };
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }
}
