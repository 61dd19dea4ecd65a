// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real kubectl, as an administrator. */
public record Kubectl(Path program, Path kubeconfig) {
  /** The exit code, and standard output and error as they came. */
  public record Said(int code, String text) {}

  /** Runs one command in the folder of the tree, where {@code deploy} is. */
  public Said run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Path.of("..").toFile()).redirectErrorStream(true);
    // HOME: its cache of an API server's kinds is of no use to the next one.
    builder
        .environment()
        .putAll(
            Map.of("KUBECONFIG", kubeconfig.toString(), "HOME", kubeconfig.getParent().toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
