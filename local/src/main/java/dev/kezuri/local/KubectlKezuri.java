// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.node.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code kubectl kezuri check}, as a person runs it after an install. */
final class KubectlKezuri {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final List<String> command;
  private volatile String words = "";

  KubectlKezuri(Path plugin, Path kubeconfig) {
    this.command = List.of("env", "KUBECONFIG=" + kubeconfig, plugin.toString(), "check");
  }

  /** Asks once whether all is well. */
  boolean content() {
    Commands.Result result = Commands.result(command, BOUND);
    words = result.said();
    return result.code() == 0;
  }

  /** What it said last. */
  String words() {
    return words;
  }
}
