// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.cli.KezuriCli;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One call of {@code kubectl kezuri}, with nobody at a terminal. */
public record KubectlKezuri(int code, String out, String err) {
  /** Calls it for the cluster of {@code kubeconfig}. */
  public static KubectlKezuri run(Path kubeconfig, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.add("--kubeconfig=" + kubeconfig);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        KezuriCli.run(
            InputStream.nullInputStream(),
            new PrintWriter(out),
            new PrintWriter(err),
            InstantSource.system(),
            line.toArray(String[]::new));
    return new KubectlKezuri(code, out.toString(), err.toString());
  }

  /** All that it said. */
  public String said() {
    return out + err;
  }
}
