// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The go command of this machine. */
record GoToolchain(Path go, String version) {
  static final String OLDEST = "1.26";
  private static final List<Path> INSTALLED =
      List.of(
          Path.of("/usr/local/go/bin/go"),
          Path.of("/usr/lib/go/bin/go"),
          Path.of("/opt/homebrew/bin/go"));

  /**
   * Finds go on PATH or where its installers put it.
   *
   * @throws ControlPlaneException if there is none, or only an older one
   */
  static GoToolchain find(Map<String, String> env, Path home) {
    List<Path> candidates = onPath(env);
    candidates.addAll(INSTALLED);
    candidates.add(home.resolve("go/bin/go"));
    return first(candidates);
  }

  /** Returns the first of {@code candidates} that is new enough. */
  static GoToolchain first(List<Path> candidates) {
    String tooOld = null;
    for (Path go : candidates) {
      String version =
          Files.isExecutable(go)
              ? VersionProbe.of(go, List.of("env", "GOVERSION")).orElse(null)
              : null;
      if (version != null && Versions.atLeast(version, OLDEST)) {
        return new GoToolchain(go, version);
      }
      if (version != null && tooOld == null) {
        tooOld = go + " is " + version;
      }
    }
    throw new ControlPlaneException(
        "etcd and kube-apiserver are neither found nor can be built: "
            + (tooOld == null ? "no go on PATH" : tooOld)
            + "; install Go "
            + OLDEST
            + " or newer, or set KUBEBUILDER_ASSETS to a folder with the binaries");
  }

  static List<Path> onPath(Map<String, String> env) {
    List<Path> candidates = new ArrayList<>();
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        candidates.add(Path.of(folder, "go"));
      }
    }
    return candidates;
  }
}
