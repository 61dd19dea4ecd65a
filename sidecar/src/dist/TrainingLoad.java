// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The load that dist.sh trains the AOT cache with: single gets, multi-gets, bursts, the other
 * commands, HTTP, the probes. Usage: java TrainingLoad.java ID_PORT ADMIN_PORT ROUNDS
 */
final class TrainingLoad {
  private static final int KEYS = 100;

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int adminPort = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (Socket socket = connect(port)) {
      String many = "get" + " key".repeat(KEYS) + "\r\n";
      for (int i = 0; i < rounds; i++) {
        ask(socket, "get id\r\n".repeat(20), 20);
        ask(socket, many, 1);
        ask(socket, "gets a b\r\n", 1);
        ask(socket, "stats\r\n".repeat(i % 50 == 0 ? 1 : 0) + "get id\r\n", i % 50 == 0 ? 2 : 1);
      }
      ask(socket, "version\r\nset a 0 0 2\r\nhi\r\nnonsense\r\nget a\r\n", 1);
      ask(socket, "stats settings\r\n", 1);
      socket.getOutputStream().write(ascii("quit\r\n"));
    }
    try (Socket socket = connect(port)) {
      for (int i = 0; i < 200; i++) {
        http(socket, "/id", "*/*");
        http(socket, "/ids?n=100", "application/json");
        http(socket, "/decode/1574333684121669632", "application/json");
        http(socket, i % 2 == 0 ? "/stats" : "/", "text/html, */*;q=0.8");
      }
    }
    for (int i = 0; i < 20; i++) {
      for (String path : new String[] {"/healthz", "/readyz", "/startupz"}) {
        page(adminPort, path);
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends, and reads until so many answers have ended. */
  private static void ask(Socket socket, String text, int ends) throws IOException {
    socket.getOutputStream().write(ascii(text));
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (count(answer.toString(StandardCharsets.US_ASCII), "END\r\n") < ends) {
      int read = in.read(buffer);
      if (read < 0) {
        throw new IOException("closed after: " + answer);
      }
      answer.write(buffer, 0, read);
    }
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      count++;
    }
    return count;
  }

  private static void http(Socket socket, String path, String accept) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8.14.1\r\n";
    socket.getOutputStream().write(ascii(request + "Accept: " + accept + "\r\n\r\n"));
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException(path + " closed after: " + head);
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith("HTTP/1.1 200")) {
      throw new IOException(path + " is not 200: " + head);
    }
    in.readNBytes(Integer.parseInt(head.toString().replaceAll("(?s).*Length: (\\d+).*", "$1")));
  }

  private static void page(int port, String path) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(ascii("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
      byte[] answer = socket.getInputStream().readAllBytes();
      if (!new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200")) {
        throw new IOException(path + " is not 200");
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
