// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sidecar as a process of its own, on ports that were free. */
final class SidecarProcess implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path out;
  private final Path err;

  private SidecarProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts with these arguments; listens on free ports unless they say where. */
  static SidecarProcess start(Path temp, String... args) throws IOException {
    return startUnder(List.of(), temp, args);
  }

  /** Starts by a command that runs the one after it, with less rights or room. */
  static SidecarProcess startUnder(List<String> launcher, Path temp, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx48m", "-XX:-UsePerfData"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SidecarMain.class.getName());
    command.addAll(List.of(args));
    if (!command.contains("--listen")) {
      command.addAll(List.of("--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"));
    }
    Path out = Files.createTempFile(temp, "sidecar", ".out");
    Path err = Files.createTempFile(temp, "sidecar", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("KEZURI_"));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new SidecarProcess(builder.start(), out, err);
  }

  SidecarProcess awaitReady() {
    await().atMost(LONG).until(() -> out().contains(" ready ") || !process.isAlive());
    if (!out().contains(" ready ")) {
      throw new AssertionError("not ready: " + err());
    }
    return this;
  }

  SidecarProcess awaitLog(String text) {
    await().atMost(LONG).until(() -> err().contains(text) || !process.isAlive());
    return this;
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port(String name) {
    Matcher port = Pattern.compile(" " + name + "=127.0.0.1:(\\d+)").matcher(err());
    if (!port.find()) {
      throw new AssertionError("no port in: " + err());
    }
    return Integer.parseInt(port.group(1));
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("listen"));
    socket.setSoTimeout(20_000);
    return socket;
  }

  int idPort() {
    return port("listen");
  }

  /** Sends {@code command} and {@code quit}; returns the answer. */
  String ask(String command) throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write((command + "\r\nquit\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  long nextId() throws IOException {
    return Long.parseLong(ask("get a").split("\r\n")[1]);
  }

  HttpResponse<String> page(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("admin") + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs: " + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
