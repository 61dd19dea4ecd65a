// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.people;

import dev.kezuri.cli.KezuriCli;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kubectl kezuri} in one namespace.
 *
 * @param user empty for an administrator
 * @param clock the machine's, or one that is ahead
 */
record Plugin(RealControlPlane plane, String namespace, String user, InstantSource clock) {
  /** The exit code, and what was printed. */
  record Said(int code, String out, String err) {}

  static Plugin in(RealControlPlane plane, String namespace) {
    return new Plugin(plane, namespace, "", InstantSource.system());
  }

  Plugin as(String other) {
    return new Plugin(plane, namespace, other, clock);
  }

  /** As if it were called later: for what is said only of something that lasts. */
  Plugin later(Duration by) {
    return new Plugin(plane, namespace, user, () -> InstantSource.system().instant().plus(by));
  }

  Said run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--kubeconfig=" + plane.kubeconfig().orElseThrow());
    all.add("--namespace=" + namespace);
    if (!user.isEmpty()) {
      all.add("--as=" + user);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        KezuriCli.run(
            InputStream.nullInputStream(),
            new PrintWriter(out),
            new PrintWriter(err),
            clock,
            all.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }
}
