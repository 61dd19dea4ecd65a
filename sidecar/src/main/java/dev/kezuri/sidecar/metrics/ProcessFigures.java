// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the system tells of this process, without a management module. Zero where there is no {@code
 * /proc}.
 *
 * @param userMs CPU time in its own code, ms
 * @param systemMs CPU time in the kernel, ms
 * @param residentBytes memory held
 * @param threads threads of the system, the JVM's own among them
 */
public record ProcessFigures(long userMs, long systemMs, long residentBytes, long threads) {
  /** Linux tells CPU time in ticks of 10 ms on every platform. */
  private static final long TICK_MS = 10;

  private static final Pattern AFTER_NAME = Pattern.compile("\\) .*");
  private static final int USER_FIELD = 12;
  private static final int SYSTEM_FIELD = 13;

  /** Reads them: some microseconds, no disk. */
  public static ProcessFigures read() {
    Matcher stat = AFTER_NAME.matcher(text("stat"));
    String[] fields = stat.find() ? stat.group().split(" ", -1) : new String[0];
    String status = text("status");
    return new ProcessFigures(
        ticksMs(fields, USER_FIELD),
        ticksMs(fields, SYSTEM_FIELD),
        number(status, "VmRSS:\\s+(\\d+) kB") * 1024,
        number(status, "Threads:\\s+(\\d+)"));
  }

  /** Returns the heap's bytes in use, garbage included. */
  public static long heapUsedBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Returns the bytes that buffers outside the heap hold, free parts of their chunks included. */
  public static long directMemoryBytes() {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
        ? provider.metric().usedDirectMemory()
        : 0;
  }

  private static String text(String name) {
    try {
      return Files.readString(Path.of("/proc/self", name), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Not Linux.
      return "";
    }
  }

  private static long ticksMs(String[] fields, int field) {
    return field < fields.length ? Long.parseLong(fields[field]) * TICK_MS : 0;
  }

  private static long number(String status, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(status);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
