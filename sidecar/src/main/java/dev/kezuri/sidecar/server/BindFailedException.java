// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address that cannot be listened on; the message says which and why, in one line. */
public final class BindFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String IN_USE = " is in use";

  /** Makes it from what the system said. */
  public BindFailedException(SocketAddress address, Throwable cause) {
    super("cannot listen on " + text(address) + ": " + reason(cause), cause);
  }

  /** Returns {@code 127.0.0.1:11212}, {@code [::1]:11212} or {@code unix:/path}. */
  public static String text(SocketAddress address) {
    return address instanceof InetSocketAddress tcp ? tcp(tcp) : "unix:" + address;
  }

  private static String tcp(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return address.getHostString() + ":" + address.getPort();
    }
    String host = address.getAddress().getHostAddress().replaceFirst("%.*", "");
    host = host.equals("0:0:0:0:0:0:0:1") ? "::1" : host.equals("0:0:0:0:0:0:0:0") ? "::" : host;
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Returns whether somebody else has the address; else the machine has none such. */
  public boolean isInUse() {
    return getMessage().endsWith(IN_USE);
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("already in use")
        ? "the port" + IN_USE
        : message.replaceFirst("^.* failed with error\\(-?\\d+\\): ", "");
  }
}
