// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells who listens on a port of this host, as far as /proc shows it. */
final class PortHolders {
  private static final String LISTENING = "0A";
  private static final int COMMAND_CHARS = 100;

  private final Path proc;

  PortHolders(Path proc) {
    this.proc = proc;
  }

  /** Returns process ID and command of who listens on {@code port}, or what is known instead. */
  String holder(int port) {
    Optional<String> inode = inode("tcp", port).or(() -> inode("tcp6", port));
    if (inode.isEmpty()) {
      return "a process that cannot be told";
    }
    return process("socket:[" + inode.get() + "]").orElse("a process of another user");
  }

  private Optional<String> inode(String table, int port) {
    String suffix = ":%04X".formatted(port);
    try {
      return Files.readAllLines(proc.resolve("net").resolve(table), StandardCharsets.US_ASCII)
          .stream()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(f -> f.length > 9 && f[1].endsWith(suffix) && f[3].equals(LISTENING))
          .map(f -> f[9])
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> process(String socket) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          return Optional.of("process " + process.getFileName() + " (" + command(process) + ")");
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return false; // gone meanwhile, or not ours to see
    }
    return false;
  }

  private static String command(Path process) {
    try {
      String line =
          Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8)
              .replace('\0', ' ')
              .strip();
      return line.length() <= COMMAND_CHARS ? line : line.substring(0, COMMAND_CHARS) + "…";
    } catch (IOException e) {
      return "?";
    }
  }
}
