// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import dev.kezuri.sidecar.wire.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Bytes to be sent: made by the rules of the protocols, or transcripts with faults put in. */
final class Generator {
  private static final int MOST = 1 << 18;

  private final List<byte[]> seeds = new ArrayList<>();

  /** Takes the transcripts of this folder for seeds. */
  Generator(Path transcripts) throws IOException {
    try (Stream<Path> files = Files.list(transcripts)) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Transcript.read(file).sent());
      }
    }
    if (seeds.isEmpty()) {
      throw new IOException("no transcript in " + transcripts);
    }
  }

  /** Returns the same bytes for the same seed, as long as the transcripts are the same. */
  byte[] make(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Bytes out = new Bytes(random);
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> out.put(seeds.get(random.nextInt(seeds.size())));
      case 3, 4, 5 -> text(out);
      case 6, 7 -> binary(out);
      case 8 -> http(out);
      default -> mixture(out, random);
    }
    byte[] bytes = out.toArray();
    int faults = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0;
    for (int i = 0; i < faults; i++) {
      bytes = fault(bytes, random);
    }
    return bytes.length > MOST ? Arrays.copyOf(bytes, MOST) : bytes;
  }

  private static void text(Bytes out) {
    TextCommands commands = new TextCommands(out);
    for (int i = out.upTo(12); i >= 0; i--) {
      commands.next();
    }
  }

  private static void binary(Bytes out) {
    BinaryPackets packets = new BinaryPackets(out);
    for (int i = out.upTo(12); i >= 0; i--) {
      packets.next();
    }
  }

  private static void http(Bytes out) {
    HttpRequests requests = new HttpRequests(out);
    for (int i = out.upTo(4); i >= 0; i--) {
      requests.next();
    }
  }

  private void mixture(Bytes out, SplittableRandom random) {
    for (int i = out.upTo(5); i >= 0; i--) {
      switch (out.upTo(4)) {
        case 0 -> text(out);
        case 1 -> binary(out);
        case 2 -> http(out);
        case 3 -> out.put(seeds.get(random.nextInt(seeds.size())));
        default -> out.noise(out.upTo(64));
      }
    }
  }

  private byte[] fault(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
    Bytes out = new Bytes(random).put(Arrays.copyOf(bytes, at));
    byte[] tail = Arrays.copyOfRange(bytes, end, bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> out.put(tail);
      case 1 -> out.noise(end - at).put(tail);
      case 2 ->
          out.put(new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))}).put(rest(bytes, at));
      case 3 -> out.put(rest(bytes, at)).put(Arrays.copyOfRange(bytes, at, end)).put(tail);
      case 4 -> out.put(out.number()).put(tail);
      case 5 -> out.put(out.pick("\r\n", "\n", "\r", " ", "\0", "\u0080")).put(rest(bytes, at));
      case 6 -> out.put(seeds.get(random.nextInt(seeds.size()))).put(tail);
      default -> {}
    }
    return out.toArray();
  }

  private static byte[] rest(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at + 1, bytes.length);
  }
}
