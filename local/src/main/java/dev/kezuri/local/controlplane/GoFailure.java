// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Turns what go said into one line that says what to do. */
final class GoFailure {
  private static final Pattern AWAY =
      Pattern.compile(
          "dial tcp|no such host|connection refused|i/o timeout|TLS handshake|proxyconnect"
              + "|network is unreachable|404 Not Found|410 Gone|403 Forbidden|502 Bad|503 Service"
              + "|module lookup disabled|unexpected EOF");

  private GoFailure() {}

  static ControlPlaneException of(Binary binary, String step, String said, Path log) {
    String cannot = "cannot build " + binary.fileName() + " " + binary.version() + ": ";
    String remedy;
    if (said.contains("no space left on device")) {
      remedy = "no space left on device; a first build needs about 4 GB for Go's caches";
    } else if (said.contains("signal: killed")) {
      remedy = "the Go compiler was killed, probably for want of memory; it needs about 3 GB";
    } else if (AWAY.matcher(said).find()) {
      remedy =
          "the Go modules cannot be fetched; set GOPROXY to a proxy that can be reached, or"
              + " KUBEBUILDER_ASSETS to a folder with the binaries";
    } else {
      remedy = "go " + step + " failed: " + lastLine(said);
    }
    return new ControlPlaneException(cannot + remedy + "; see " + log);
  }

  private static String lastLine(String said) {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
  }
}
