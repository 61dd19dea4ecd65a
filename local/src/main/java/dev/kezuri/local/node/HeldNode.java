// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import dev.kezuri.local.controlplane.ControlPlaneException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The process of {@code hold.sh}: the node is there until its standard input ends, which the kernel
 * brings about even when this JVM is killed.
 */
final class HeldNode {
  private static final int DOWN_S = 60;

  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<String> said;

  private HeldNode(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.said =
        CompletableFuture.supplyAsync(
            () ->
                process
                    .errorReader(StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.joining("\n")),
            Thread::startVirtualThread);
  }

  static HeldNode start(Path scripts, Map<String, String> environment) {
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      throw new ControlPlaneException("a node cannot run here: this is " + system + ", not Linux");
    }
    ProcessBuilder builder =
        // Ctrl-C in a terminal is for this JVM, which takes the node down in order.
        new ProcessBuilder("setsid", scripts.resolve("hold.sh").toString());
    builder.environment().putAll(environment);
    try {
      return new HeldNode(builder.start());
    } catch (IOException e) {
      throw new ControlPlaneException("cannot start a node: " + e.getMessage(), e);
    }
  }

  /** Returns the node's folder, once it is up. */
  Path folder() throws InterruptedException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(this::line, Thread::startVirtualThread);
    try {
      String folder = line.get();
      if (folder.isEmpty()) {
        throw new ControlPlaneException("no node: " + said.get());
      }
      return Path.of(folder);
    } catch (InterruptedException e) {
      process.toHandle().destroy();
      await();
      throw e;
    } catch (ExecutionException e) {
      throw new ControlPlaneException("no node: " + e.getCause().getMessage(), e);
    }
  }

  private String line() {
    try {
      String line = out.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Takes it down.
   *
   * @throws ControlPlaneException if anything is left
   */
  void takeDown() {
    if (await() != 0) {
      throw new ControlPlaneException("the node is not quite gone: " + said.join());
    }
  }

  /** Returns the exit code. */
  private int await() {
    // Ctrl-C again does not make it end any sooner.
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
      while (true) {
        try {
          if (process.waitFor(DOWN_S, TimeUnit.SECONDS)) {
            return process.exitValue();
          }
          throw new ControlPlaneException("the node is not down within " + DOWN_S + " s");
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (IOException e) {
      throw new ControlPlaneException("cannot take the node down: " + e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
