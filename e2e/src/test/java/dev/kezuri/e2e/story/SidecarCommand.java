// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.e2e.cluster.Build;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the sidecar: its real main class, of the build that its image names. */
final class SidecarCommand {
  private SidecarCommand() {}

  /** Returns a java command on the class path of the tests, up to its main class. */
  static List<String> java() {
    return java(Build.THIS);
  }

  private static List<String> java(Build build) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xmx64m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        build.classPath("sidecar"));
  }

  static List<String> ofImage(String image) {
    List<String> command = new ArrayList<>(java(Build.ofImage(image)));
    command.add("dev.kezuri.sidecar.SidecarMain");
    return command;
  }
}
