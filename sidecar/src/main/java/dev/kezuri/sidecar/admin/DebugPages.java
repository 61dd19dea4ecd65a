// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.Map;

/**
 * What helps to find out what a sidecar does: for whoever is on its machine or in its pod ({@code
 * kubectl port-forward} is), and for nobody else.
 */
final class DebugPages {
  static final String PREFIX = "/debug/";

  private DebugPages() {}

  /**
   * Returns why a request is refused, or null. Both ends must be loopback: a proxy in the pod hands
   * a stranger's request on from loopback, but to the pod's address. And no web page may ask.
   */
  static String refusal(Channel channel, AdminRequest request) {
    if (!isLoopback(channel.remoteAddress()) || !isLoopback(channel.localAddress())) {
      return "only from this machine's loopback, such as by kubectl port-forward";
    }
    return request.sender().refusal();
  }

  private static boolean isLoopback(SocketAddress address) {
    InetAddress host = address instanceof InetSocketAddress inet ? inet.getAddress() : null;
    return host != null && host.isLoopbackAddress();
  }

  /** Returns where each Java thread is. */
  static Page threads() {
    StringBuilder text = new StringBuilder();
    Thread.getAllStackTraces().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().threadId()))
        .forEach(entry -> thread(text, entry));
    return new Page(200, text.toString());
  }

  private static void thread(StringBuilder text, Map.Entry<Thread, StackTraceElement[]> entry) {
    Thread thread = entry.getKey();
    text.append('"').append(thread.getName()).append("\" #").append(thread.threadId());
    text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getState()).append('\n');
    for (StackTraceElement frame : entry.getValue()) {
      text.append("    at ").append(frame).append('\n');
    }
    text.append('\n');
  }
}
