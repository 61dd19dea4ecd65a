// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.cli.AnsweringServer.LABELLED;
import static dev.kezuri.cli.AnsweringServer.WORKERS;
import static dev.kezuri.cli.AnsweringServer.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.audit.ACluster;
import dev.kezuri.cli.why.View;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --pods}. */
@EnableKubernetesMockClient(https = false)
class PodChecksTest {
  private static KubernetesMockServer server;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();

  private static String findings(ACluster cluster, Pod... pods) {
    View view =
        View.of(
            ACluster.NOW,
            Optional.of(cluster.generators()),
            "",
            Optional.of(cluster.workerIds()),
            "");
    return CheckOutput.of(PodChecks.of(List.of(pods), view), OutputFormat.TABLE);
  }

  private static Pod a(ACluster cluster) {
    return cluster.pod("a").build();
  }

  @Test
  void shouldCountPodsThatAreWellAndThoseThatNeedNothing() {
    ACluster cluster = ACluster.clean();
    Pod going = cluster.pod("b").build();
    going.getMetadata().setDeletionTimestamp("2026-11-23T11:00:00Z");

    assertThat(findings(cluster, a(cluster), going))
        .isEqualTo(
            "ok       pod         1 of 2 labelled pods get IDs; 1 have ended or are being deleted\n");
    assertThat(findings(cluster))
        .isEqualTo("skipped  pod         there are no labelled pods: -A looks in all namespaces\n");
  }

  @Test
  void shouldNameTheBrokenLinkAndItsRemedy() {
    ACluster cluster = ACluster.clean().without(0);

    assertThat(findings(cluster, a(cluster)))
        .contains("ok       pod         0 of 1 labelled pods get IDs\n")
        .contains(
            "problem  pod         shop/a: the lease: the ledger does not know it: worker ID 0");
  }

  @Test
  void shouldNameWhatASidecarLacksThatThePoliciesNeverSaw() {
    ACluster cluster = ACluster.clean();
    Pod probe = a(cluster);
    probe.getSpec().getInitContainers().getFirst().setStartupProbe(null);
    Pod lease = a(cluster);
    lease.getSpec().getVolumes().removeIf(volume -> volume.getDownwardAPI() != null);
    Pod memory = a(cluster);
    memory.getSpec().getVolumes().stream()
        .filter(volume -> volume.getEmptyDir() != null)
        .forEach(volume -> volume.setEmptyDir(new EmptyDirVolumeSource("Memory", null)));

    assertThat(findings(cluster, probe))
        .contains(
            "problem  pod         shop/a: its sidecar has not a startupProbe that asks /star");
    assertThat(findings(cluster, lease)).contains("has not a mount of the volume with its lease");
    assertThat(findings(cluster, memory)).contains("has not an emptyDir on disk for its state");
  }

  @Test
  void shouldAskAgainWhereAnApiServerIsNotReadyAndSayWhatItMayNotSee() throws IOException {
    // Given
    AnsweringServer api = AnsweringServer.of(server, folder);
    server
        .expect()
        .get()
        .withPath(LABELLED)
        .andReturn(
            429,
            new StatusBuilder().withCode(429).withMessage("storage is (re)initializing").build())
        .once();
    api.answer(LABELLED, Map.of("apiVersion", "v1", "kind", "PodList", "items", List.of()));
    api.answer(AnsweringServer.GENERATORS, list("IdGeneratorList", ACluster.clean().generators()));
    api.refuse(WORKERS);

    // When
    int code = api.run(cli, "check", "--pods");

    // Then
    assertThat(code).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("skipped  pod         there are no labelled pods")
        .contains(
            "skipped  pod         not compared with the ledger: you need the verb list on"
                + " workerids.kezuri.dev in the whole cluster");
  }
}
