// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.InstantSource;
import java.util.List;

/**
 * Goes through what people call most, so that the classes and profiles of a run can be kept in the
 * AOT cache beside the program. Started by {@code cli/dist.sh} only, against files that a server on
 * localhost serves over TLS.
 */
final class TrainingRun {
  private static final List<List<String>> LINES =
      List.of(
          List.of("--help"),
          List.of("workers", "--help"),
          List.of("decode", "--help"),
          List.of("decode", "1574333684121669632", "-1", "4190215"),
          List.of("decode", "--layout", "41/10/12", "-o", "json", "4190215"),
          List.of("decode", "-o", "yaml", "4190215"),
          List.of("decode", "--generator", "shop/orders", "-o", "wide", "4190215"),
          List.of("workers"),
          List.of("workers", "-A", "-o", "wide"),
          List.of("workers", "--generator", "shop/orders", "-o", "json"),
          List.of("workers", "-o", "yaml"),
          List.of("status", "-A"),
          List.of("status", "-A", "-o", "json"),
          List.of("audit", "-o", "wide"),
          List.of("whois", "1574333684121669632", "4190215"),
          List.of("check", "--pods", "-A"),
          List.of("upgrade-sidecars", "-A", "--dry-run", "--image=kezuri-sidecar:0"),
          List.of("__complete", "status", "-n", "shop", ""),
          List.of("__complete", "sta"),
          // The certificate is nobody's: the way of an error.
          List.of("workers", "--context", "unknown"));

  private TrainingRun() {}

  /**
   * Calls each line once.
   *
   * @param args a kubeconfig, whose context {@code unknown} trusts no certificate
   */
  static void main(String[] args) {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("kubeconfig", args[0]);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (List<String> line : LINES) {
      int code =
          KezuriCli.run(
              InputStream.nullInputStream(),
              nowhere,
              nowhere,
              InstantSource.system(),
              line.toArray(String[]::new));
      System.out.println("exit code " + code + ": " + String.join(" ", line));
    }
  }
}
