// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.local.controlplane.ControlPlane;
import dev.kezuri.local.embedded.EmbeddedApi;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessKubeletTest {
  private static final List<String> STAND_IN =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-cp",
          Path.of("target", "test-classes").toAbsolutePath().toString(),
          StandInSidecar.class.getName());
  private static ControlPlane api;
  private static KubernetesClient client;
  private static int pods;

  @TempDir Path folder;
  private ProcessKubelet kubelet;
  private final String name = "pod-" + pods++;

  @BeforeAll
  static void startApi() {
    api = EmbeddedApi.start();
    client = new KubernetesClientBuilder().withConfig(api.config()).build();
  }

  @AfterAll
  static void stopApi() {
    client.close();
    api.close();
  }

  @BeforeEach
  void startKubelet() {
    kubelet = new ProcessKubelet(client, KubeletOptions.quick("node-" + name, folder, STAND_IN));
    kubelet.start();
  }

  @AfterEach
  void stopKubelet() throws IOException {
    kubelet.close();
    client.pods().inNamespace("default").withName(name).withGracePeriod(0).delete();
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldBindStartAndReportReadyWhenThePodHasNoGate() {
    create(pod());

    Pod ready = untilReady();

    assertThat(ready.getSpec().getNodeName()).isEqualTo("node-" + name);
    assertThat(ready.getStatus().getPhase()).isEqualTo("Running");
    assertThat(ready.getStatus().getPodIP()).isEqualTo("127.0.0.1");
    assertThat(sidecar().getStarted()).isTrue();
    assertThat(sidecar().getContainerID()).isNotEmpty();
    assertThat(ready.getStatus().getContainerStatuses())
        .singleElement()
        .satisfies(app -> assertThat(app.getState().getRunning()).isNotNull());
  }

  @Test
  void shouldLeaveAPodAloneWhenItHasAGate() {
    create(
        new PodBuilder(pod())
            .editSpec()
            .addNewSchedulingGate("kezuri.dev/worker-id")
            .endSpec()
            .build());
    String second = name + "-ungated";
    create(new PodBuilder(pod()).editMetadata().withName(second).endMetadata().build());

    within(() -> assertThat(live(second).getSpec().getNodeName()).isNotNull());
    assertThat(live(name).getSpec().getNodeName()).isNull();

    client.pods().inNamespace("default").withName(second).withGracePeriod(0).delete();
  }

  @Test
  void shouldRefreshTheLeaseFileWhenTheAnnotationChanges() {
    create(pod());
    untilReady();
    Path lease =
        running().folder().resolve("volumes").resolve(MetadataKeys.VOLUME_LEASE).resolve("l.json");
    assertThat(lease).hasContent("first");

    client
        .pods()
        .inNamespace("default")
        .withName(name)
        .edit(
            p ->
                new PodBuilder(p)
                    .editMetadata()
                    .addToAnnotations(MetadataKeys.ANNOTATION_LEASE, "second")
                    .endMetadata()
                    .build());

    within(() -> assertThat(lease).hasContent("second"));
    assertThat(Files.isSymbolicLink(lease.resolveSibling("..data"))).isTrue();
  }

  @Test
  void shouldKeepStateAndCountRestartsWhenTheSidecarIsKilled() {
    create(pod());
    untilReady();

    running().kill();

    within(
        () -> {
          assertThat(sidecar().getRestartCount()).isEqualTo(1);
          assertThat(sidecar().getReady()).isTrue();
        });
    assertThat(sidecar().getLastState().getTerminated().getExitCode()).isEqualTo(137);
    assertThat(running().stateFolder().resolve("starts")).hasContent("2");
    assertThat(live(name).getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void shouldReportTheLastWordAndGoOnWhenTheSidecarIsTermedInALivingPod() {
    create(pod());
    untilReady();

    running().term();

    within(() -> assertThat(sidecar().getLastState().getTerminated()).isNotNull());
    assertThat(sidecar().getLastState().getTerminated().getMessage())
        .isEqualTo("last word of start 1");
  }

  @Test
  void shouldReportNoLastWordWhenItIsLost() {
    create(pod());
    untilReady();
    running().loseNextMessage();

    running().term();

    within(() -> assertThat(sidecar().getLastState().getTerminated()).isNotNull());
    assertThat(sidecar().getLastState().getTerminated().getMessage()).isNull();
  }

  @Test
  void shouldStartWithAnEmptyStateWhenItWasEmptied() {
    create(pod());
    untilReady();

    running().emptyState();
    running().kill();

    within(() -> assertThat(sidecar().getRestartCount()).isEqualTo(1));
    within(() -> assertThat(running().stateFolder().resolve("starts")).hasContent("1"));
  }

  @Test
  void shouldShowTheLastWordBeforeTheObjectGoesWhenDeletedGracefully() {
    create(pod());
    untilReady();
    long pid = running().pid().orElseThrow();
    List<Pod> seen = new CopyOnWriteArrayList<>();

    try (Watch _ = watch(seen)) {
      client.pods().inNamespace("default").withName(name).withGracePeriod(20).delete();
      within(() -> assertThat(live(name)).isNull());
      within(() -> assertThat(kubelet.idle()).isTrue());
    }

    assertThat(seen.stream().map(ProcessKubeletTest::lastWord).flatMap(Optional::stream))
        .contains("last word of start 1");
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void shouldEndTheProcessWhenTheObjectIsGone() {
    create(pod());
    untilReady();
    RunningPod pod = running();
    long pid = pod.pid().orElseThrow();

    client.pods().inNamespace("default").withName(name).withGracePeriod(0).delete();

    within(() -> assertThat(kubelet.pod(pod.uid())).isEmpty());
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(pod.folder()).doesNotExist();
  }

  @Test
  void shouldLetProcessesLiveOnWhileTheNodeIsAway() {
    create(pod());
    untilReady();
    RunningPod pod = running();
    kubelet.pause();

    client.pods().inNamespace("default").withName(name).withGracePeriod(0).delete();
    within(() -> assertThat(live(name)).isNull());
    assertThat(pod.pid()).isPresent();

    kubelet.resume();
    within(() -> assertThat(kubelet.idle()).isTrue());
    assertThat(pod.pid()).isEmpty();
  }

  @Test
  void shouldEndAsSucceededWhenTheApplicationsFinish() {
    create(pod());
    untilReady();

    running().finish();

    within(() -> assertThat(live(name).getStatus().getPhase()).isEqualTo("Succeeded"));
    assertThat(sidecar().getState().getTerminated().getMessage()).isEqualTo("last word of start 1");
  }

  private Pod pod() {
    return StandInPods.pod(name);
  }

  private static void create(Pod pod) {
    client.resource(pod).create();
  }

  private static Pod live(String pod) {
    return client.pods().inNamespace("default").withName(pod).get();
  }

  private RunningPod running() {
    return kubelet.pod("default", name).orElseThrow();
  }

  private ContainerStatus sidecar() {
    return live(name).getStatus().getInitContainerStatuses().getFirst();
  }

  private Pod untilReady() {
    within(
        () ->
            assertThat(live(name).getStatus().getConditions())
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")));
    return live(name);
  }

  private Watch watch(List<Pod> seen) {
    return client.pods().inNamespace("default").withName(name).watch(StandInPods.watcher(seen));
  }

  private static Optional<String> lastWord(Pod pod) {
    return pod.getStatus().getInitContainerStatuses().stream()
        .map(c -> c.getState().getTerminated())
        .filter(Objects::nonNull)
        .map(ContainerStateTerminated::getMessage)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static void within(ThrowingRunnable check) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(check);
  }
}
