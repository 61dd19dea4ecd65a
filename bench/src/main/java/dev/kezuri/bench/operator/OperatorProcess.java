// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as it would run in its pod: its launcher, its flags, its service account. */
final class OperatorProcess implements AutoCloseable {
  private static final int LIMIT_MB = 512;
  private static final double TICKS_PER_S = 100;
  private static final int START_S = 180;
  private static final Pattern USED =
      Pattern.compile("(?:total|def new generation|tenured generation).*? used (\\d+)K");

  private final Process process;
  private final Path log;
  private final double startMs;

  private OperatorProcess(Process process, Path log, long startNs) {
    this.process = process;
    this.log = log;
    Load.await("the operator works", 5, START_S, this::works);
    this.startMs = (System.nanoTime() - startNs) / 1e6;
  }

  /** Starts it; returns when it says that it works. */
  static OperatorProcess start(Path launcher, Path kubeconfig, Path log, boolean election) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(launcher.toString(), "--management-port", "0")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("KEZURI_IDENTITY", "bench");
      String more = builder.environment().getOrDefault("KEZURI_JAVA_OPTS", "");
      builder.environment().put("KEZURI_JAVA_OPTS", "-XX:MaxRAM=" + LIMIT_MB + "m " + more);
      builder.environment().put("KEZURI_LEADER_ELECTION", Boolean.toString(election));
      long start = System.nanoTime();
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new OperatorProcess(process, log, start);
    } catch (IOException e) {
      throw new UncheckedIOException("the operator cannot be started", e);
    }
  }

  private boolean works() {
    String said = read(log);
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator ended: " + said);
    }
    return said.contains("kezuri-operator works");
  }

  /** From exec to its caches being filled, in ms. */
  double startMs() {
    return startMs;
  }

  /** CPU time of all its threads, JIT and collector too, in ms. */
  double cpuMs() {
    String[] fields = read(Path.of("/proc/" + process.pid() + "/stat")).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 1000 / TICKS_PER_S;
  }

  double rssMb() {
    return statusMb("VmRSS");
  }

  double peakMb() {
    return statusMb("VmHWM");
  }

  private double statusMb(String field) {
    return read(Path.of("/proc/" + process.pid() + "/status"))
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElseThrow();
  }

  /** What is reachable in the heap, in MB: used after a full collection. */
  double heapMb() {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    double kb = 0;
    while (used.find()) {
      kb += Long.parseLong(used.group(1));
    }
    if (kb == 0) {
      throw new IllegalStateException("no figures in " + jcmd("GC.heap_info"));
    }
    return kb / 1024;
  }

  String jcmd(String... command) {
    try {
      String[] line = new String[command.length + 2];
      line[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      line[1] = Long.toString(process.pid());
      System.arraycopy(command, 0, line, 2, command.length);
      Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("jcmd", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the operator does not end on TERM: " + read(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
