// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import dev.kezuri.local.controlplane.ControlPlaneException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kezuri's own Helm chart and images, as {@code docs/install.md} has people install them. */
public final class KezuriChart {
  /** The namespace of the operator. */
  public static final String NAMESPACE = "kezuri-system";

  private static final String RELEASE = "kezuri";
  private static final Duration INSTALL_BOUND = Duration.ofSeconds(60);

  private final Path folder;

  /**
   * Takes the chart in {@code folder}.
   *
   * @param folder {@code deploy/chart} of the sources
   */
  public KezuriChart(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the tarballs of the images that it runs.
   *
   * @param images {@code dist/images}
   * @throws ControlPlaneException if one is not there
   */
  public List<Path> images(Path images) {
    String suffix = "-%s-linux-%s.tar".formatted(appVersion(), architecture());
    List<Path> tarballs =
        List.of(
            images.resolve("kezuri-operator" + suffix), images.resolve("kezuri-sidecar" + suffix));
    for (Path tarball : tarballs) {
      if (!Files.exists(tarball)) {
        throw new ControlPlaneException("no " + tarball + "; ./kezuri images makes it");
      }
    }
    return tarballs;
  }

  private String appVersion() {
    try {
      Map<?, ?> chart =
          Serialization.unmarshal(Files.readString(folder.resolve("Chart.yaml")), Map.class);
      return String.valueOf(chart.get("appVersion"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  /**
   * Installs it, or upgrades what is there; does not wait for the operator.
   *
   * @param values by their paths; all others are the chart's defaults, also in an upgrade
   * @throws ControlPlaneException if the API server does not take it
   */
  public void install(Path kubeconfig, Map<String, Object> values) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HelmMain.class.getName(),
                folder.toString(),
                kubeconfig.toString(),
                RELEASE,
                NAMESPACE));
    values.forEach((path, value) -> command.add(path + "=" + value));
    Commands.Result result = Commands.result(command, INSTALL_BOUND);
    if (result.code() != 0) {
      throw new ControlPlaneException("helm upgrade --install: " + result.said().strip());
    }
  }
}
