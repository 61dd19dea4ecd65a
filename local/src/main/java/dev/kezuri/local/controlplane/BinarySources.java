// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders in which programs may lie already, in the order of preference. */
final class BinarySources {
  private static final String ASSETS = "KUBEBUILDER_ASSETS";

  private final Map<String, String> env;
  private final Path home;
  private final Path cache;

  BinarySources(Map<String, String> env, Path home) {
    this.env = env;
    this.home = home;
    this.cache =
        Optional.ofNullable(env.get("XDG_CACHE_HOME"))
            .filter(text -> text.startsWith("/"))
            .map(Path::of)
            .orElse(home.resolve(".cache"))
            .resolve("kezuri/bin");
  }

  /** Where programs are built and kept: outside the tree, shared by all checkouts. */
  Path cache() {
    return cache;
  }

  /** Where {@code binary} is kept once built. */
  Path cached(Binary binary) {
    return cache.resolve(binary.version()).resolve(binary.fileName());
  }

  /**
   * Returns the first that runs and is new enough.
   *
   * @throws ControlPlaneException if the environment names a folder for it that is of no use
   */
  Optional<FoundBinary> find(Binary binary) {
    Optional<FoundBinary> named = named(binary);
    if (named.isPresent()) {
      return named;
    }
    for (Path folder : kubeApiTestFolders()) {
      Optional<FoundBinary> found = probe(binary, "kube-api-test", folder);
      if (found.filter(one -> binary.accepts(one.version())).isPresent()) {
        return found;
      }
    }
    Optional<FoundBinary> built = probe(binary, "built", cached(binary).getParent());
    if (built.filter(one -> one.version().equals(binary.version())).isPresent()) {
      return built;
    }
    return binary == Binary.KUBECTL ? onPath(binary) : Optional.empty();
  }

  private Optional<FoundBinary> named(Binary binary) {
    String folder = env.getOrDefault(ASSETS, "");
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Optional<FoundBinary> found = probe(binary, ASSETS, Path.of(folder));
    if (found.isPresent() && binary.accepts(found.get().version())) {
      return found;
    }
    if (!binary.comesWithApiServer()) {
      return Optional.empty();
    }
    throw new ControlPlaneException(
        "%s=%s: %s; unset it, or point it to %s %s or newer"
            .formatted(
                ASSETS,
                folder,
                found
                    .map(one -> "its " + binary.fileName() + " is " + one.version())
                    .orElse("no " + binary.fileName() + " that runs there"),
                binary.fileName(),
                binary.oldest()));
  }

  private List<Path> kubeApiTestFolders() {
    Path root =
        Path.of(env.getOrDefault("KUBE_API_TEST_DIR", home.resolve(".kubeapitest").toString()))
            .resolve("k8s");
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    String wanted = env.getOrDefault("KUBE_API_TEST_API_SERVER_VERSION", "");
    String suffix = "-" + os() + "-" + architecture();
    try (Stream<Path> list = Files.list(root)) {
      return list.filter(path -> path.getFileName().toString().endsWith(suffix))
          .filter(path -> wanted.isEmpty() || versionOf(path).equals(wanted))
          .filter(path -> !versionOf(path).isEmpty())
          .sorted((left, right) -> Versions.ORDER.compare(versionOf(right), versionOf(left)))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String versionOf(Path folder) {
    return Versions.in(folder.getFileName().toString()).orElse("");
  }

  private static String os() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "darwin" : name;
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private Optional<FoundBinary> onPath(Binary binary) {
    List<Path> folders = new ArrayList<>();
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    return folders.stream()
        .flatMap(folder -> probe(binary, "PATH", folder).stream())
        .filter(found -> binary.accepts(found.version()))
        .findFirst();
  }

  private static Optional<FoundBinary> probe(Binary binary, String from, Path folder) {
    Path file = folder.resolve(binary.fileName());
    if (!Files.isExecutable(file)) {
      return Optional.empty();
    }
    return VersionProbe.of(file, binary.versionArguments())
        .map(version -> new FoundBinary(binary, version, from, file.toAbsolutePath()));
  }
}
