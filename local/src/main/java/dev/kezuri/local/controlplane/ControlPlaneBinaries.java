// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where etcd, kube-apiserver and kubectl come from: a folder that the environment names, the one of
 * fabric8's kube-api-test, this machine's cache, or a build from the public Go modules into that
 * cache. Two runs never build at once, and nothing is built twice.
 */
public final class ControlPlaneBinaries {
  private static final Set<Binary> NEEDED = EnumSet.of(Binary.ETCD, Binary.KUBE_APISERVER);
  private static final long LEAST_SPACE = 512L * 1024 * 1024;
  private static final String WORK_PREFIX = ".build-";

  private final BinarySources sources;
  private final Map<String, String> env;
  private final Path home;
  private final Progress progress;

  ControlPlaneBinaries(Map<String, String> env, Path home, Progress progress) {
    this.sources = new BinarySources(env, home);
    this.env = env;
    this.home = home;
    this.progress = progress;
  }

  /** Looks where this process' environment says. */
  public static ControlPlaneBinaries of(Progress progress) {
    return new ControlPlaneBinaries(
        System.getenv(), Path.of(System.getProperty("user.home")), progress);
  }

  /**
   * Returns etcd, kube-apiserver and {@code more}; builds what is not found, which takes minutes
   * once.
   *
   * @throws ControlPlaneException if one is neither found nor can be built
   */
  public FoundBinaries findOrBuild(Binary... more) {
    Set<Binary> wanted = EnumSet.copyOf(NEEDED);
    wanted.addAll(List.of(more));
    List<FoundBinary> found = new ArrayList<>();
    for (Binary binary : wanted) {
      found.add(sources.find(binary).orElseGet(() -> build(binary)));
    }
    return new FoundBinaries(found);
  }

  /** Returns a kubectl that is there already. */
  public Optional<FoundBinary> findKubectl() {
    return sources.find(Binary.KUBECTL);
  }

  private FoundBinary build(Binary binary) {
    GoToolchain toolchain = GoToolchain.find(env, home);
    try {
      BuildLock lock = BuildLock.take(sources.cache(), progress);
      try (lock) {
        Optional<FoundBinary> meanwhile = sources.find(binary);
        return meanwhile.isPresent() ? meanwhile.get() : buildAlone(binary, toolchain);
      }
    } catch (IOException e) {
      throw new ControlPlaneException(
          "cannot build %s in %s: %s; set XDG_CACHE_HOME to a folder that can be written"
              .formatted(binary.fileName(), sources.cache(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while building " + binary.fileName(), e);
    }
  }

  private FoundBinary buildAlone(Binary binary, GoToolchain toolchain)
      throws IOException, InterruptedException {
    Path cache = sources.cache();
    removeLeftovers(cache);
    refuseWithoutSpace(cache);
    Path work = cache.resolve(WORK_PREFIX + ProcessHandle.current().pid());
    Path log = cache.resolve("build-" + binary.fileName() + ".log");
    new GoBuild(binary, toolchain, sources.cached(binary), log).run(work, progress);
    return sources
        .find(binary)
        .orElseThrow(() -> new ControlPlaneException("it vanished: " + sources.cached(binary)));
  }

  /** What a build left that was killed together with what should have removed it. */
  private static void removeLeftovers(Path cache) throws IOException, InterruptedException {
    List<Path> leftovers;
    try (Stream<Path> list = Files.list(cache)) {
      leftovers =
          list.filter(path -> path.getFileName().toString().startsWith(WORK_PREFIX)).toList();
    }
    for (Path leftover : leftovers) {
      Leash.on(leftover).close();
    }
  }

  private static void refuseWithoutSpace(Path cache) throws IOException {
    long free = Files.getFileStore(cache).getUsableSpace();
    if (free < LEAST_SPACE) {
      throw new ControlPlaneException(
          "%s has %d MB free, a build needs %d MB; make room, or set XDG_CACHE_HOME elsewhere"
              .formatted(cache, free / 1024 / 1024, LEAST_SPACE / 1024 / 1024));
    }
  }
}
