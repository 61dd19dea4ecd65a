// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.e2e.cluster.Build;
import java.io.IOException;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The operator as a process of its own, as the service account that is shipped. */
public final class OperatorProcess implements AutoCloseable {
  static final String SERVICE_ACCOUNT = MetadataKeys.OPERATOR_USER;
  static final Duration BOUND = Duration.ofSeconds(120);

  private static final String MAIN = "dev.kezuri.operator.OperatorMain";
  private static final Pattern PORT = Pattern.compile("management=\"?(\\d+)");

  private final Process process;
  private final Path out;

  private OperatorProcess(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  static OperatorProcess start(Path kubeconfig, Path folder, String identity) throws IOException {
    return start(Build.THIS, kubeconfig, folder, identity);
  }

  /** Starts one of {@code build}, whose log is in {@code folder}. */
  public static OperatorProcess start(
      Build build, Path kubeconfig, Path folder, String identity, String... flags)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(MAIN, "--management-port", "0"));
    words.addAll(List.of(flags));
    return start(build, folder.resolve(identity + ".log"), env(kubeconfig, identity), words);
  }

  /** Starts one whose clock is {@code clock}, a file as {@code FileClockMain} reads it. */
  public static OperatorProcess start(Path kubeconfig, Path folder, String identity, Path clock)
      throws IOException {
    return start(
        Build.THIS,
        folder.resolve(identity + ".log"),
        env(kubeconfig, identity),
        List.of("dev.kezuri.operator.FileClockMain", clock.toString(), "--management-port", "0"));
  }

  private static Map<String, String> env(Path kubeconfig, String identity) {
    return Map.of(
        "KUBECONFIG",
        kubeconfig.toString(),
        "KUBERNETES_IMPERSONATE_USERNAME",
        SERVICE_ACCOUNT,
        "KEZURI_IDENTITY",
        identity);
  }

  static OperatorProcess start(Path out, Map<String, String> env, String... words)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(MAIN));
    line.addAll(List.of(words));
    return start(Build.THIS, out, env, line);
  }

  private static OperatorProcess start(
      Build build, Path out, Map<String, String> env, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", build.classPath("operator")));
    command.add("-Dlogback.configurationFile=dev/kezuri/operator/logback.xml");
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(env);
    return new OperatorProcess(builder.start(), out);
  }

  /** Returns all that it has printed. */
  public String said() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /** Waits until it has printed {@code words}; fails if it ends before. */
  public OperatorProcess awaitSaying(String words) {
    Awaitility.await("the operator says: " + words)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(20))
        .failFast("it ended", () -> !process.isAlive() && !said().contains(words))
        .until(() -> said().contains(words));
    return this;
  }

  /** Waits until it has ended, and returns its exit code; fails if it goes on. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the operator goes on");
    }
    return process.exitValue();
  }

  /** Returns whether it runs, stopped or not. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends STOP or CONT. */
  public void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + ": " + code);
    }
  }

  HttpResponse<String> page(String path) throws IOException, InterruptedException {
    Matcher port = PORT.matcher(said());
    if (!port.find()) {
      throw new IOException("no port yet: " + said());
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
