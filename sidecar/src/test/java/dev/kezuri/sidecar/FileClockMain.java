// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.TimeSource;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The sidecar with a wall clock that a test sets while it runs. First argument: a file of 16 bytes,
 * two little-endian longs. The first is added to the machine's clock, in ms; the second, unless 0,
 * is the time itself, in ms since 1970: a clock that stands still. The other arguments are the
 * sidecar's. The monotonic clock is the machine's, as it is when somebody sets the time.
 */
public final class FileClockMain {
  private FileClockMain() {}

  /** Runs as {@link SidecarMain} does. */
  public static void main(String[] args) throws IOException {
    TimeSource clock = new FileClock(Path.of(args[0]));
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    System.exit(SidecarMain.run(rest, System.getenv(), clock).code());
  }

  /** Reads the file at each question, through a mapping: no system call, seen at once. */
  private static final class FileClock implements TimeSource {
    private static final VarHandle LONG =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer file;

    FileClock(Path path) throws IOException {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        file = channel.map(FileChannel.MapMode.READ_ONLY, 0, 16);
      }
    }

    @Override
    public long wallMs() {
      long standing = (long) LONG.getVolatile(file, 8);
      return standing != 0
          ? standing
          : TimeSource.SYSTEM.wallMs() + (long) LONG.getVolatile(file, 0);
    }

    @Override
    public long monotonicNs() {
      return TimeSource.SYSTEM.monotonicNs();
    }
  }
}
