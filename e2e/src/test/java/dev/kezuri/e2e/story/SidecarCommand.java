// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the sidecar: its real main class, from the class path of the tests. */
final class SidecarCommand {
  private SidecarCommand() {}

  /** Returns a java command up to its main class, which is left to the caller. */
  static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xmx64m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"));
  }

  static List<String> get() {
    List<String> command = new ArrayList<>(java());
    command.add("dev.kezuri.sidecar.SidecarMain");
    return command;
  }
}
