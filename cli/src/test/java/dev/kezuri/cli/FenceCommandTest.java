// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.cli.AnsweringServer.GENERATORS;
import static dev.kezuri.cli.AnsweringServer.LABELLED;
import static dev.kezuri.cli.AnsweringServer.WORKERS;
import static dev.kezuri.cli.AnsweringServer.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.APod;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked and said before anything is written; the writes are tried on a real server. */
@EnableKubernetesMockClient(https = false)
class FenceCommandTest {
  private static KubernetesMockServer server;

  @TempDir private Path folder;
  private final CommandLineRun cli = new CommandLineRun();
  private AnsweringServer api;

  @BeforeEach
  void writeKubeconfig() throws IOException {
    api = AnsweringServer.of(server, folder);
  }

  @Test
  void shouldRefuseWhenNobodyCanBeAsked() {
    assertThat(fence()).isEqualTo(2);
    assertThat(cli.err())
        .startsWith(
            "error: nobody can be asked, as this is no terminal: add --yes, or --dry-run to"
                + " look\n");
  }

  @Test
  void shouldRefuseWhatIsNoTimeOrIsPastOrTooFar() {
    assertThat(fence("--dry-run", "--until", "soon")).isEqualTo(2);
    assertThat(cli.err()).contains("--until must be a time such as 2026-11-24T08:00:00Z, or a");
    assertThat(fence("--dry-run", "--until", "2026-11-23T12:00:00Z")).isEqualTo(2);
    assertThat(cli.err()).contains("--until must be in the future");
    assertThat(fence("--dry-run", "--until", "721h")).isEqualTo(2);
    assertThat(cli.err()).contains("--until must be within 720h");
    assertThat(fence("--dry-run", "-A", "orders")).isEqualTo(2);
    assertThat(cli.err()).contains("-A is all IdGenerators: leave out orders");
  }

  @Test
  void shouldSayWhatItWouldDoAndWriteNothing() {
    // Given
    ledger(pod("web-1", 0), pod("web-2", 9));

    // When
    int code = fence("--dry-run", "--until", "2026-11-24T13:00:00+01:00");

    // Then
    assertThat(code).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            GENERATOR     IDS   RUN-OUT   GO-ON   RUN-DRY   NOTHING-BEFORE             RESTORED
            shop/gone     1     0         0       0         2026-11-24T12:00:00.000Z   no
            shop/orders   3     1         1       1         2026-11-24T12:00:00.000Z   lifted
            These pods keep their numbers: shop/web-1
            The ledger does not know these pods' numbers, and their IDs stop; delete them at a \
            time that suits: shop/web-2 (9, until 2026-11-23T13:00:00.000Z)
            Nothing was written.
            """);
  }

  @Test
  void shouldAskBeforeItWrites() {
    // Given
    ledger();
    cli.typed("n\n");

    // When // Then
    assertThat(fence()).isEqualTo(1);
    assertThat(cli.out())
        .endsWith("Go on? This cannot be taken back. [y/N] Nothing was written.\n");
  }

  @Test
  void shouldPrintOnlyJsonForPrograms() {
    // Given
    ledger(pod("web-1", 0));

    // When // Then
    assertThat(fence("--dry-run", "-o", "json")).isZero();
    assertThat(cli.out()).startsWith("{\n  \"dryRun\": true,\n  \"written\": 0,\n");
    assertThat(cli.err()).endsWith("Nothing was written.\n");
  }

  @Test
  void shouldNameTheRightWhenItMayNotActAsTheOperator() {
    refuse(
        "serviceaccounts \"kezuri-operator\" is forbidden: User \"eve\" cannot impersonate"
            + " resource \"serviceaccounts\" in API group \"\" in the namespace"
            + " \"kezuri-system\"");

    assertThat(fence("--yes")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: you need the verb impersonate on the resource serviceaccounts called"
                + " kezuri-operator in the namespace kezuri-system\n");
  }

  @Test
  void shouldNameTheRightWhenItMayNotActAsAnotherUser() {
    // The words of Kubernetes 1.37, where a right to impersonate for one verb is another way
    refuse(
        "namespaces \"kube-system\" is forbidden: User \"eve\" cannot"
            + " impersonate-on:user-info:get resource \"namespaces\" in API group \"\"");

    assertThat(fence("--yes", "--as=bob", "--as-group=ops")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "error: you need the verb impersonate on the resource users called bob, and on the"
                + " resource groups called ops in the whole cluster (ClusterRole)\n");
  }

  @Test
  void shouldRefuseWhenALeaseCannotBeRead() {
    // Given
    Pod newer =
        APod.labelled("orders")
            .named("shop", "web-1")
            .withUid("web-1")
            .annotated(MetadataKeys.ANNOTATION_LEASE, "{\"v\":2}")
            .build();

    // When // Then
    ledger(newer);
    assertThat(fence("--dry-run")).isEqualTo(1);
    assertThat(cli.err()).contains("the lease of the pod shop/web-1 cannot be read", "--until");
    ledger(newer);
    assertThat(fence("--dry-run", "--until=24h")).isZero();
  }

  private int fence(String... more) {
    return api.run(cli, "fence", more);
  }

  private void ledger(Pod... pods) {
    IdGenerator orders = AnIdGenerator.any();
    orders.getMetadata().setAnnotations(Map.of(MetadataKeys.ANNOTATION_LEDGER, "here"));
    List<WorkerId> workerIds =
        List.of(
            AWorkerId.of("shop/orders", 0)
                .withFloor("2026-11-22T12:00:00.000Z")
                .heldBy("web-1", "2026-11-22T13:00:00.000Z", "2026-11-23T13:00:00.000Z", 1)
                .build(),
            AWorkerId.of("shop/orders", 1)
                .withFloor("2026-11-20T12:00:00.000Z")
                .heldBy("web-0", "2026-11-21T13:00:00.000Z", "2026-11-22T13:00:00.000Z", 1)
                .build(),
            AWorkerId.of("shop/orders", 2).build(),
            AWorkerId.of("shop/gone", 0).withFloor("2026-11-22T12:00:00.000Z").build(),
            AWorkerId.of("bank/orders", 0).withFloor("2026-11-22T12:00:00.000Z").build());
    api.answer(
        "/api/v1/namespaces/kube-system",
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("kube-system")
            .withUid("here")
            .endMetadata()
            .build());
    api.answer(GENERATORS, list("IdGeneratorList", List.of(orders)));
    api.answer(LABELLED, Map.of("apiVersion", "v1", "kind", "PodList", "items", List.of(pods)));
    api.answer(WORKERS, list("WorkerIdList", workerIds));
  }

  private static Pod pod(String name, int workerId) {
    Lease lease =
        new Lease(
            "shop/orders",
            name,
            workerId,
            new Window(
                UtcMillis.parse("2026-11-22T13:00:00.000Z"),
                UtcMillis.parse("2026-11-23T13:00:00.000Z")),
            1,
            IdLayout.DEFAULT);
    return APod.labelled("orders")
        .named("shop", name)
        .withUid(name)
        .annotated(MetadataKeys.ANNOTATION_LEASE, LeaseCodec.write(lease))
        .build();
  }

  private void refuse(String message) {
    api.refuse("/api/v1/namespaces/kube-system", message);
  }
}
