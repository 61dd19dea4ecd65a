// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.server.BindFailedException;
import dev.kezuri.sidecar.server.UnixSocketFile;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where IDs are issued.
 *
 * @param all must all be had
 * @param ifPossible listened on if the machine has them
 */
record Addresses(List<SocketAddress> all, List<InetSocketAddress> ifPossible) {
  private static final String LOCALHOST = "localhost:";
  private static final String UNIX = "unix:";

  /** Reads a list such as {@code localhost:11212,unix:/run/kezuri.sock}. */
  static Addresses of(String name, String text) throws UsageException {
    List<SocketAddress> all = new ArrayList<>();
    List<InetSocketAddress> ifPossible = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      SocketAddress address = one(name, one.strip());
      boolean anyPort = address instanceof InetSocketAddress tcp && tcp.getPort() == 0;
      if (all.contains(address) && !anyPort) {
        throw new UsageException(name + " names " + BindFailedException.text(address) + " twice");
      }
      all.add(address);
      if (one.strip().startsWith(LOCALHOST) && !anyPort) {
        ifPossible.add(new InetSocketAddress("::1", ((InetSocketAddress) address).getPort()));
      }
    }
    ifPossible.removeAll(all);
    return new Addresses(List.copyOf(all), List.copyOf(ifPossible));
  }

  private static SocketAddress one(String name, String text) throws UsageException {
    return text.startsWith(UNIX)
        ? unix(name, text.substring(UNIX.length()))
        : tcp(name, text.startsWith(LOCALHOST) ? text.replace("localhost", "127.0.0.1") : text);
  }

  private static UnixDomainSocketAddress unix(String name, String text) throws UsageException {
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      int bytes = UnixSocketFile.bytes(path);
      if (!text.isEmpty() && bytes <= UnixSocketFile.MAX_BYTES) {
        return UnixDomainSocketAddress.of(path);
      }
      if (bytes > UnixSocketFile.MAX_BYTES) {
        throw new UsageException(
            String.format(
                "%s: a socket's path has at most %d bytes, this one %d: %s",
                name, UnixSocketFile.MAX_BYTES, bytes, path));
      }
    } catch (InvalidPathException e) {
      // Said below, as for an empty one.
    }
    throw new UsageException(name + " must name a file after unix: such as unix:/run/kezuri.sock");
  }

  /** Reads HOST:PORT. */
  static InetSocketAddress tcp(String name, String text) throws UsageException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      host = "";
    }
    String port = text.substring(colon + 1);
    boolean isPort = isDigits(port) && Integer.parseInt(port) <= 65535;
    if (host.isEmpty() || !isPort) {
      String hint =
          isPort && colon <= 0
              ? " (did you mean localhost:" + port + "?)"
              : text.startsWith("/") ? " (did you mean unix:" + text + "?)" : "";
      throw new UsageException(
          name + " must be HOST:PORT, as 127.0.0.1:11212 or [::1]:11212: " + text + hint);
    }
    InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw new UsageException(name + ": no such host: " + host);
    }
    return address;
  }

  // No regular expression: a start would load 40 classes for it.
  private static boolean isDigits(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }
}
