// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.cluster.SharedControlPlane.TestNamespace;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas as processes: one works, the other takes over. */
@ExtendWith(SharedControlPlane.class)
class LeaderElectionIT {
  private static final String LEADS = "leads identity=";
  private static final int LEASE_LOST = 3;
  private static final int AFTER_SIGTERM = 143;

  @TempDir Path folder;
  private KubernetesClient client;
  private Path kubeconfig;
  private Shop shop;

  @BeforeEach
  void open(RealControlPlane plane, KubernetesClient admin, TestNamespace namespace) {
    client = admin;
    kubeconfig = plane.kubeconfig().orElseThrow();
    shop = Shop.open(admin, namespace.name());
    if (shop.generator("orders") == null) {
      shop.generator("orders", "{}");
    }
  }

  @AfterEach
  void forgetTheLease() {
    client.leases().inNamespace("kezuri-system").withName("kezuri-operator").delete();
  }

  @Test
  void shouldTakeOverWhenTheLeaderIsKilledAndAtOnceWhenItIsTerminated() throws Exception {
    try (OperatorProcess first = start("kill-a").awaitSaying(LEADS);
        OperatorProcess second = start("kill-b").awaitSaying("follows leader=")) {
      // Given
      shop.pod("orders", "kill-1");
      Shop.await("the leader grants", () -> shop.granted("kill-1"));

      // When
      long killed = System.nanoTime();
      first.kill();
      shop.pod("orders", "kill-2");

      // Then
      Shop.await("the other grants", () -> shop.granted("kill-2"));
      tell("from kill -9 of the leader to a grant by the other", killed);
      assertThat(holder()).isEqualTo("kill-b");

      // When
      try (OperatorProcess third = start("kill-c").awaitSaying("follows leader=")) {
        long terminated = System.nanoTime();
        second.terminate();
        third.awaitSaying(LEADS);

        // Then
        tell("from SIGTERM of the leader to the next one", terminated);
        assertThat(second.awaitExit()).isEqualTo(AFTER_SIGTERM);
        assertThat(second.said()).doesNotContain("leads no more").doesNotContain("WARN");
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(2);
      }
    }
  }

  @Test
  void shouldWriteNothingAndEndWhenAStoppedLeaderGoesOnAfterAnotherTookOver() throws Exception {
    try (OperatorProcess stale = start("stop-a").awaitSaying(LEADS);
        OperatorProcess other = start("stop-b").awaitSaying("follows leader=")) {
      // Given
      shop.pod("orders", "stop-1");
      Shop.await("the leader grants", () -> shop.granted("stop-1"));
      stale.signal("STOP");
      shop.pod("orders", "stop-2");
      Shop.await("the other grants", () -> shop.granted("stop-2"));

      // When
      stale.signal("CONT");

      // Then
      assertThat(stale.awaitExit()).isEqualTo(LEASE_LOST);
      assertThat(stale.said())
          .contains("kezuri-operator: another replica leads now, or will soon")
          .doesNotContain("granted pod=\"stop-2\"");
      shop.pod("orders", "stop-3");
      Shop.await("the other goes on", () -> shop.granted("stop-3"));
      assertThat(shop.held("orders"))
          .extracting(w -> w.getStatus().window())
          .extracting(HeldWindow::podUid)
          .doesNotHaveDuplicates()
          .hasSizeGreaterThanOrEqualTo(3);
      assertThat(holder()).isEqualTo("stop-b");
      other.terminate();
      assertThat(other.awaitExit()).isEqualTo(AFTER_SIGTERM);
      assertThat(holder()).as("a Lease that was given away").isEmpty();
    }
  }

  private OperatorProcess start(String identity) throws Exception {
    return OperatorProcess.start(kubeconfig, folder, identity);
  }

  private Lease lease() {
    return client.leases().inNamespace("kezuri-system").withName("kezuri-operator").get();
  }

  private String holder() {
    return Objects.requireNonNullElse(lease().getSpec().getHolderIdentity(), "");
  }

  private static void tell(String what, long sinceNanos) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - sinceNanos) / 1e9);
  }
}
