// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds IDs given twice among more than fit in memory: by parts, each sorted by itself. */
public final class DuplicateSearch {
  private static final int PARTS = 256;
  private static final int SHOWN = 20;

  private DuplicateSearch() {}

  /**
   * What was found.
   *
   * @param count how many IDs were given once more than once
   * @param some the first of them
   */
  public record Found(long count, List<Long> some) {}

  /** Searches {@code log}; its parts are in {@code folder} meanwhile. */
  public static Found in(IdLog log, Path folder) throws IOException {
    Files.createDirectories(folder);
    split(log, folder);
    long count = 0;
    List<Long> some = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      long[] ids = sorted(file(folder, part));
      for (int i = 1; i < ids.length; i++) {
        if (ids[i] == ids[i - 1]) {
          count++;
          if (some.size() < SHOWN) {
            some.add(ids[i]);
          }
        }
      }
      Files.delete(file(folder, part));
    }
    return new Found(count, some);
  }

  private static void split(IdLog log, Path folder) throws IOException {
    List<DataOutputStream> parts = new ArrayList<>();
    try {
      for (int part = 0; part < PARTS; part++) {
        parts.add(
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file(folder, part)))));
      }
      log.forEach((askedMs, pod, id) -> parts.get(part(id)).writeLong(id));
    } finally {
      for (DataOutputStream part : parts) {
        part.close();
      }
    }
  }

  /** Equal IDs share a part; parts are about as large. */
  private static int part(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> 56);
  }

  private static long[] sorted(Path file) throws IOException {
    LongBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer();
    long[] ids = new long[bytes.remaining()];
    bytes.get(ids);
    Arrays.sort(ids);
    return ids;
  }

  private static Path file(Path folder, int part) {
    return folder.resolve("part-" + part);
  }
}
