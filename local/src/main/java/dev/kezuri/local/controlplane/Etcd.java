// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The etcd below an API server of ours, and what can befall it. Plain HTTP, no fsync. */
public final class Etcd {
  private final Leash leash;
  private final Path folder;
  private final Path data;
  private final List<String> command;
  private final String url;
  private ServerProcess process;

  private Etcd(Leash leash, Path folder, Path binary, int clients, int peers) {
    this.leash = leash;
    this.folder = folder;
    this.data = folder.resolve("etcd");
    this.url = "http://127.0.0.1:" + clients;
    this.command =
        List.of(
            binary.toString(),
            "--data-dir=" + data,
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=http://127.0.0.1:" + peers,
            "--log-level=warn",
            "--unsafe-no-fsync");
  }

  static Etcd start(Leash leash, Path folder, Path binary, int clients, int peers)
      throws IOException {
    Etcd etcd = new Etcd(leash, folder, binary, clients, peers);
    etcd.start();
    return etcd;
  }

  private void start() throws IOException {
    process = ServerProcess.start(leash, "etcd", folder, command);
  }

  /** Where its clients, and its HTTP gateway {@code /v3/…}, are served. */
  public String url() {
    return url;
  }

  /** Stops it in its tracks: connections stay open, nothing is answered. */
  public synchronized void freeze() {
    process.freeze();
  }

  /** Lets a frozen one go on. */
  public synchronized void resume() {
    process.signal("CONT");
  }

  /**
   * Copies its data into {@code backup}, a folder that is not there yet, as a disk's snapshot does:
   * frozen meanwhile, for milliseconds.
   */
  public synchronized void backUp(Path backup) {
    freeze();
    try {
      copy(data, backup);
    } finally {
      resume();
    }
  }

  /**
   * Kills it, and starts it on what {@link #backUp} has written, as a restore in place does. The
   * API server must be down: see {@link RealControlPlane#restartApiServer}.
   */
  public synchronized void restore(Path backup) {
    kill();
    try {
      List<Path> old;
      try (Stream<Path> all = Files.walk(data)) {
        old = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : old) {
        Files.delete(each);
      }
      copy(backup, data);
      start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore etcd from " + backup, e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy etcd's data to " + to, e);
    }
  }

  synchronized void kill() {
    process.kill();
  }

  boolean endsWithin(Duration bound) throws InterruptedException {
    return process.endsWithin(bound);
  }

  long pid() {
    return process.pid();
  }

  /** The process, for its name and the last lines of its log. */
  ServerProcess process() {
    return process;
  }
}
