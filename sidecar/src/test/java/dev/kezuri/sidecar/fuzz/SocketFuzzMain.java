// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import dev.kezuri.issue.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the fuzzer's bytes to a sidecar that runs: {@code SocketFuzzMain TRANSCRIPTS OUT SECONDS
 * SEED PORT}. Some clients go away in the middle, by an end or a reset, the others read all. A
 * finding is an answer that is none, or a connection that stays open and says nothing after the
 * client's end; exit code 1.
 */
public final class SocketFuzzMain {
  private static final int CLIENTS = 4;
  private static final int PATIENCE_MS = 20_000;

  private final Generator generator;
  private final Path out;
  private final long endNs;
  private final int port;
  private final AtomicLong seeds;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong resets = new AtomicLong();
  private final AtomicInteger findings = new AtomicInteger();

  private SocketFuzzMain(String[] args) throws IOException {
    generator = new Generator(Path.of(args[0]));
    out = Path.of(args[1]);
    endNs = now() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
    seeds = new AtomicLong(Long.parseLong(args[3]));
    port = Integer.parseInt(args[4]);
  }

  /** Runs until the time is up. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(new SocketFuzzMain(args).run() ? 0 : 1);
  }

  private static long now() {
    return TimeSource.SYSTEM.monotonicNs();
  }

  private boolean run() throws InterruptedException {
    long first = seeds.get();
    Thread[] clients = new Thread[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      clients[i] = Thread.ofPlatform().start(this::client);
    }
    for (Thread client : clients) {
      client.join();
    }
    System.out.println(
        (seeds.get() - first)
            + " connections, "
            + bytes
            + " bytes, "
            + resets
            + " ended by a reset, "
            + findings
            + " findings, seeds from "
            + first);
    return findings.get() == 0;
  }

  private void client() {
    while (now() < endNs && findings.get() == 0) {
      long seed = seeds.getAndIncrement();
      byte[] sent = generator.make(seed);
      bytes.addAndGet(sent.length);
      try {
        one(sent, new SplittableRandom(seed));
      } catch (IOException | RuntimeException | Error failure) {
        report(sent, seed, failure.toString());
      }
    }
  }

  private void one(byte[] sent, SplittableRandom random) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      boolean stays = random.nextInt(4) > 0;
      socket.setSoLinger(!stays && random.nextBoolean(), 0);
      int length = stays ? sent.length : random.nextInt(sent.length + 1);
      Thread writer = Thread.ofVirtual().start(() -> send(socket, sent, length, stays));
      if (stays) {
        Oracle.form(sent, readToEnd(socket.getInputStream()), true);
      }
      writer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends early where the other side closed first, which it may. */
  private void send(Socket socket, byte[] sent, int length, boolean end) {
    SplittableRandom random = new SplittableRandom(length);
    try {
      for (int at = 0; at < length; ) {
        int count = Math.min(length - at, 1 + random.nextInt(1 << random.nextInt(18)));
        socket.getOutputStream().write(sent, at, count);
        at += count;
      }
      if (end) {
        socket.shutdownOutput();
      }
    } catch (IOException closed) {
      resets.incrementAndGet();
    }
  }

  private byte[] readToEnd(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] part = new byte[65536];
    try {
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        answer.write(part, 0, count);
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("neither answers nor closes", e);
    } catch (IOException reset) {
      resets.incrementAndGet();
      return new byte[0];
    }
    return answer.toByteArray();
  }

  private synchronized void report(byte[] sent, long seed, String why) {
    findings.incrementAndGet();
    System.out.println("FINDING seed " + seed + ": " + why);
    try {
      Files.createDirectories(out);
      Path file = out.resolve("finding-" + seed + ".txt");
      Files.writeString(file, Finding.transcript(sent, seed, why), StandardCharsets.US_ASCII);
      System.out.println("its bytes: " + file);
    } catch (IOException e) {
      System.out.println("its bytes could not be written: " + e);
    }
  }
}
