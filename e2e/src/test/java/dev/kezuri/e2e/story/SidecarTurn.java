// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.local.kubelet.RunningPod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/** Asks a sidecar which turn it is in; it hears of it later than the ledger and the pod do. */
public final class SidecarTurn {
  private static final String GAUGE = "kezuri_lease_turn ";
  private static final int TIMEOUT_MS = 5_000;

  private SidecarTurn() {}

  /** Returns its turn, -1 before it has one. */
  public static int of(RunningPod pod) throws IOException {
    String page =
        "http://%s:%d/metrics"
            .formatted(pod.adminAddress().getHostString(), pod.adminAddress().getPort());
    URLConnection connection = URI.create(page).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.startsWith(GAUGE))
          .map(line -> Double.valueOf(line.substring(GAUGE.length())).intValue())
          .findFirst()
          .orElse(-1);
    }
  }
}
