// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneBinariesTest {
  @TempDir private Path folder;
  private Path bin;
  private Path cache;
  private Map<String, String> env;

  @BeforeEach
  void prepare() {
    bin = folder.resolve("bin");
    cache = folder.resolve("cache");
    env = new HashMap<>(Map.of("XDG_CACHE_HOME", cache.toString(), "PATH", bin.toString()));
  }

  @Test
  void shouldPreferFolderNamedByEnvironment() {
    // Given
    Path assets = folder.resolve("assets");
    FakePrograms.program(assets, Binary.ETCD, "3.6.1");
    FakePrograms.program(assets, Binary.KUBE_APISERVER, "1.36.3");
    env.put("KUBEBUILDER_ASSETS", assets.toString());

    // When
    FoundBinaries found = binaries().findOrBuild();

    // Then
    assertThat(found.version(Binary.KUBE_APISERVER)).isEqualTo("1.36.3");
    assertThat(found.path(Binary.ETCD)).isEqualTo(assets.resolve("etcd"));
    assertThat(found.table()).contains("KUBEBUILDER_ASSETS").startsWith("BINARY");
  }

  @Test
  void shouldBuildForNodeWhatFolderNamedByEnvironmentLacks() {
    // Given
    Path assets = folder.resolve("assets");
    FakePrograms.program(assets, Binary.ETCD, "3.6.1");
    FakePrograms.program(assets, Binary.KUBE_APISERVER, "1.37.2");
    FakePrograms.go(bin, "go1.26.8", ":");
    env.put("KUBEBUILDER_ASSETS", assets.toString());

    // When
    FoundBinaries found = binaries().findOrBuild(Binary.OF_A_NODE.toArray(Binary[]::new));

    // Then
    assertThat(found.path(Binary.KUBE_APISERVER)).startsWith(assets);
    assertThat(found.path(Binary.KUBELET)).isEqualTo(cache.resolve("kezuri/bin/1.37.2/kubelet"));
    assertThat(FakePrograms.builds(bin)).hasSize(4);
  }

  @Test
  void shouldSayWhatIsTooOldInFolderNamedByEnvironment() {
    // Given
    Path assets = folder.resolve("assets");
    FakePrograms.program(assets, Binary.ETCD, "3.6.1");
    FakePrograms.program(assets, Binary.KUBE_APISERVER, "1.35.9");
    env.put("KUBEBUILDER_ASSETS", assets.toString());

    // When // Then
    assertThatThrownBy(() -> binaries().findOrBuild())
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("its kube-apiserver is 1.35.9")
        .hasMessageContaining("unset it, or point it to kube-apiserver 1.36 or newer");
  }

  @Test
  void shouldTakeNewestOfKubeApiTestThatIsNewEnough() {
    // Given
    String suffix = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    for (String version : List.of("1.35.9", "1.36.1", "1.36.10")) {
      Path its = folder.resolve("kat/k8s/" + version + "-linux-" + suffix);
      FakePrograms.program(its, Binary.ETCD, "3.6.1");
      FakePrograms.program(its, Binary.KUBE_APISERVER, version);
    }
    env.put("KUBE_API_TEST_DIR", folder.resolve("kat").toString());

    // When // Then
    assertThat(binaries().findOrBuild().version(Binary.KUBE_APISERVER)).isEqualTo("1.36.10");
  }

  @Test
  void shouldBuildOnceWhenSeveralRunsNeedIt() throws Exception {
    // Given
    FakePrograms.go(bin, "go1.26.8", ":");

    // When
    List<Callable<FoundBinaries>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(() -> binaries().findOrBuild());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
      for (Future<FoundBinaries> run : threads.invokeAll(runs, 60, TimeUnit.SECONDS)) {
        // Then
        assertThat(run.get().version(Binary.KUBE_APISERVER)).isEqualTo("1.37.2");
      }
    }
    assertThat(FakePrograms.builds(bin)).hasSize(2);
    assertThat(cache.resolve("kezuri/bin/1.37.2/kube-apiserver")).isExecutable();
    assertThat(workFolders()).isEmpty();
  }

  @Test
  void shouldLeaveNothingButItsLogWhenBuildFails() throws IOException {
    // Given
    FakePrograms.go(bin, "go1.26.8", "echo 'no space left on device' >&2; exit 1");

    // When // Then
    assertThatThrownBy(() -> binaries().findOrBuild())
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("cannot build etcd 3.7.3: no space left on device")
        .hasMessageContaining("build-etcd.log")
        .hasMessageNotContaining("\n");
    assertThat(workFolders()).isEmpty();
    assertThat(cache.resolve("kezuri/bin/3.7.3")).doesNotExist();
  }

  @Test
  void shouldRemoveWhatKilledBuildLeft() throws IOException {
    // Given
    Path left = cache.resolve("kezuri/bin/.build-1/deep");
    Files.createDirectories(left);
    FakePrograms.go(bin, "go1.26.8", ":");

    // When
    binaries().findOrBuild();

    // Then
    assertThat(workFolders()).isEmpty();
  }

  @Test
  void shouldBuildAnewWhenCachedProgramDoesNotRun() {
    // Given
    FakePrograms.program(cache.resolve("kezuri/bin/3.7.3"), Binary.ETCD, "3.7.2");
    FakePrograms.program(cache.resolve("kezuri/bin/1.37.2"), Binary.KUBE_APISERVER, "1.37.2");
    FakePrograms.go(bin, "go1.26.8", ":");

    // When // Then
    assertThat(binaries().findOrBuild().version(Binary.ETCD)).isEqualTo("3.7.3");
    assertThat(FakePrograms.builds(bin)).hasSize(1);
  }

  @Test
  void shouldSayWhatToInstallWhenGoIsTooOld() {
    // Given
    FakePrograms.go(bin, "go1.25.4", ":");

    // When // Then
    assertThatThrownBy(() -> GoToolchain.first(GoToolchain.onPath(env)))
        .hasMessageContaining("go is 1.25.4; install Go 1.26 or newer, or set KUBEBUILDER_ASSETS");
    assertThatThrownBy(() -> GoToolchain.first(List.of()))
        .hasMessageContaining("no go on PATH; install Go 1.26 or newer");
  }

  private ControlPlaneBinaries binaries() {
    return new ControlPlaneBinaries(env, folder.resolve("home"), Progress.silent());
  }

  private List<Path> workFolders() throws IOException {
    try (Stream<Path> list = Files.list(cache.resolve("kezuri/bin"))) {
      return list.filter(path -> path.getFileName().toString().startsWith(".build-")).toList();
    }
  }
}
