// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One GET on a connection of its own. */
final class HttpProbe {
  private HttpProbe() {}

  /** Returns whether the answer is a 2xx or 3xx, within {@code timeoutMs}. */
  static boolean ok(int port, String path, int timeoutMs) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(timeoutMs);
      socket.connect(new InetSocketAddress(InetAddress.getByName(PodFolder.HOST), port), timeoutMs);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
              .formatted(path, PodFolder.HOST, port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String status = answer.readLine();
      return status != null && status.matches("HTTP/1\\.[01] [23]\\d\\d.*");
    } catch (IOException e) {
      return false;
    }
  }
}
