// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program or library asks of the loader, read from its ELF headers; {@code ldd} would run
 * the file, so it can tell nothing of another machine's.
 *
 * @param machine e_machine: 62 is amd64, 183 arm64
 * @param interpreter the path of the loader, in a program
 * @param needed the names of the libraries, in order
 */
record ElfFile(int machine, Optional<String> interpreter, List<String> needed) {
  private static final int HEADER = 64;
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;
  private static final long NEEDED = 1;
  private static final long STRING_TABLE = 5;

  private record Segment(int type, int offset, long address, long size) {}

  /** Empty if the file is of another kind. */
  static Optional<ElfFile> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < HEADER || bytes.getInt(0) != 0x464c457f) {
      return Optional.empty();
    }
    if (bytes.get(4) != 2 || bytes.get(5) != 1) {
      throw new ImageException(file + " is for a machine of 32 bits or big-endian; have 64 bits");
    }
    List<Segment> segments = segments(bytes);
    Optional<String> interpreter =
        segments.stream()
            .filter(s -> s.type == INTERPRETER)
            .map(s -> text(bytes, s.offset))
            .findFirst();
    return Optional.of(new ElfFile(bytes.getShort(18), interpreter, needed(bytes, segments)));
  }

  private static List<Segment> segments(ByteBuffer bytes) {
    int table = (int) bytes.getLong(32);
    int size = bytes.getShort(54);
    int count = bytes.getShort(56);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = table + i * size;
      segments.add(
          new Segment(
              bytes.getInt(at),
              (int) bytes.getLong(at + 8),
              bytes.getLong(at + 16),
              bytes.getLong(at + 32)));
    }
    return segments;
  }

  private static List<String> needed(ByteBuffer bytes, List<Segment> segments) {
    List<Long> names = new ArrayList<>();
    long strings = 0;
    for (Segment dynamic : segments) {
      if (dynamic.type != DYNAMIC) {
        continue;
      }
      for (int at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
        long tag = bytes.getLong(at);
        if (tag == NEEDED) {
          names.add(bytes.getLong(at + 8));
        } else if (tag == STRING_TABLE) {
          strings = bytes.getLong(at + 8);
        }
      }
    }
    int table = names.isEmpty() ? 0 : offset(strings, segments);
    return names.stream().map(name -> text(bytes, table + name.intValue())).toList();
  }

  private static int offset(long address, List<Segment> segments) {
    return segments.stream()
        .filter(s -> s.type == LOAD && address >= s.address && address < s.address + s.size)
        .findFirst()
        .map(s -> (int) (address - s.address + s.offset))
        .orElseThrow(() -> new ImageException("an ELF file without its table of strings"));
  }

  private static String text(ByteBuffer bytes, int at) {
    int end = at;
    while (bytes.get(end) != 0) {
      end++;
    }
    return new String(bytes.array(), at, end - at, StandardCharsets.US_ASCII);
  }
}
