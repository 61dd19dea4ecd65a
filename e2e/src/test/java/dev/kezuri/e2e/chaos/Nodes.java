// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.kubelet.KubeletOptions;
import dev.kezuri.local.kubelet.KubeletTiming;
import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.kubelet.ProcessKubelet;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two nodes whose sidecars are real processes, each with a clock of its own. One binds pods and is
 * never away; pods that name the other one find it cut off at times, and its disk full.
 */
final class Nodes implements AutoCloseable {
  static final String FAR = "far";

  /** Not on this class path: they bring extensions of JUnit along. */
  private static final Path SIDECAR_TESTS =
      Path.of("..", "sidecar", "target", "test-classes").toAbsolutePath();

  private static final String IMAGE = "kezuri-sidecar:clock-";

  private final Path clocks;
  private final SmallDisk disk;
  private final ProcessKubelet near;
  private final ProcessKubelet far;

  Nodes(KubernetesClient client, Path folder, Path clocks) throws IOException {
    this.clocks = clocks;
    disk = SmallDisk.mount(folder.resolve(FAR));
    near = kubelet(client, "near", folder.resolve("near"), Map.of(), true);
    far =
        kubelet(
            client,
            FAR,
            folder.resolve(FAR),
            disk.mounted() ? Map.of("KEZURI_ALLOW_TMPFS", "true") : Map.of(),
            false);
    near.start();
    far.start();
  }

  private ProcessKubelet kubelet(
      KubernetesClient client, String name, Path folder, Map<String, String> env, boolean binds) {
    return new ProcessKubelet(
        client,
        new KubeletOptions(
            name, folder, this::command, PortAllocator.free(), KubeletTiming.QUICK, env, binds));
  }

  private List<String> command(String image) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xmx48m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path") + File.pathSeparator + SIDECAR_TESTS,
        "dev.kezuri.sidecar.FileClockMain",
        clock(Integer.parseInt(image.substring(IMAGE.length()))).toString());
  }

  /** Returns the image whose sidecar has clock number {@code number}. */
  static String image(int number) {
    return IMAGE + number;
  }

  private Path clock(int number) {
    return clocks.resolve("sidecar-" + number);
  }

  /** Makes the clock of a pod that is about to be made. */
  ClockFile newClock(int number) {
    return new ClockFile(clock(number));
  }

  /** Returns the pod of this UID while anything is left of it, its object or its process. */
  Optional<RunningPod> pod(String uid) {
    return near.pod(uid).or(() -> far.pod(uid));
  }

  /** The far node sees and writes nothing any more; its sidecars live on. */
  void cutOffFar() {
    far.pause();
  }

  /** It is back, once the API server answers it. */
  void joinFar() {
    Story.await(
        "the far node is back",
        () -> {
          far.resume();
          return true;
        });
  }

  /** The disk that the far node's pods keep their state on. */
  SmallDisk disk() {
    return disk;
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
    disk.close();
  }
}
