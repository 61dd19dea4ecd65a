// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.PastLedger;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.controlplane.Shipped;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code uninstall}, on an API server of its own, where no namespace ever goes away. */
class UninstallIT {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final String CRD = "workerids.kezuri.dev";

  @TempDir Path folder;

  @Test
  void shouldTakeEverythingAwayAndLeaveNothingStuck() throws Exception {
    try (RealControlPlane plane = SharedControlPlane.startPlane();
        KubernetesClient admin = new KubernetesClientBuilder().withConfig(plane.config()).build()) {
      List<HasMetadata> brought = Shipped.apply(admin, DEPLOY);
      podsLive(plane, admin);
      ledgerKept(plane, admin);
      Story.await("CRDs are guarded", () -> isGuarded(admin));
      ledgerOver(plane, admin);
      Shipped.apply(admin, DEPLOY);
      Story.await("kinds are served", () -> Shipped.kindsServed(admin));
      ledgerForgotten(plane, admin, brought);
    }
  }

  /** Nothing is touched; and without waiting for its ledger no pod is left behind. */
  private void podsLive(RealControlPlane plane, KubernetesClient admin) throws Exception {
    try (Story story = new Story(plane, "uninstall", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      story.generator("{}");
      story.pod("a");
      story.draw(story.awaitServing("a"), 1000);

      KubectlKezuri said = uninstall(plane, "--yes");
      KubectlKezuri abandoned = uninstall(plane, "--yes", "--abandon-pods");
      KubectlKezuri looked = uninstall(plane, "--dry-run", "--abandon-pods", "--forget-ledger");

      assertThat(said.code()).isOne();
      assertThat(said.err())
          .startsWith("error: 1 labelled pod lives (uninstall/a): delete them, or take the label");
      assertThat(abandoned.code()).isOne();
      assertThat(abandoned.err()).startsWith("error: the ledger of pods that live does not end");
      assertThat(looked.code()).as(looked.said()).isZero();
      assertThat(looked.out())
          .contains("The ledger is forgotten while numbers are held", "Nothing was written.");
      assertThat(left(admin, Shipped.apply(admin, DEPLOY))).isNotEmpty();
      story.draw(story.awaitServing("a"), 1000);
    }
  }

  private static void ledgerKept(RealControlPlane plane, KubernetesClient admin) {
    make(plane, "kept/orders");

    KubectlKezuri said = uninstall(plane, "--yes", "--keep-ledger", "--keep-namespace");

    assertThat(said.code()).as(said.said()).isZero();
    assertThat(said.out()).contains("Uninstalled. The kinds, the IdGenerators and the ledger are");
    assertThat(admin.resources(WorkerId.class).list().getItems()).hasSize(3);
    assertThat(policies(admin)).isEmpty();
    assertThat(uninstall(plane, "--yes", "--keep-ledger", "--keep-namespace").out())
        .isEqualTo("Nothing of Kezuri is in this cluster but what --keep-ledger keeps.\n");
    Shipped.apply(admin, DEPLOY);
  }

  /** Cut off while it waits, and called again when there is an operator. */
  private static void ledgerOver(RealControlPlane plane, KubernetesClient admin) {
    KubectlKezuri cut = uninstall(plane, "--yes", "--keep-namespace", "--timeout=0s");
    assertThat(cut.code()).isOne();
    assertThat(cut.err())
        .contains("error: in the stage ledger: 3 worker IDs are left, 0 of them held")
        .contains("the same command goes on from there");
    assertThat(admin.resources(WorkerId.class).list().getItems()).hasSize(3);

    try (var _ = OperatorUnderTest.start(plane.config())) {
      KubectlKezuri said = uninstall(plane, "--yes", "--keep-namespace", "--timeout=2m");
      assertThat(said.code()).as(said.said()).isZero();
      assertThat(said.out()).endsWith("\nUninstalled.\n");
    }
    assertThat(admin.apiextensions().v1().customResourceDefinitions().list().getItems()).isEmpty();
    assertThat(policies(admin)).isEmpty();
  }

  private static void ledgerForgotten(
      RealControlPlane plane, KubernetesClient admin, List<HasMetadata> brought) {
    make(plane, "forgotten/orders");
    IdGenerator generator = new IdGenerator();
    generator.setMetadata(
        new ObjectMetaBuilder().withNamespace("default").withName("orders").build());
    admin.resource(generator).create();

    KubectlKezuri said = uninstall(plane, "--yes", "--forget-ledger", "-o=json");

    assertThat(said.code()).as(said.said()).isZero();
    assertThat(said.out())
        .contains("\"uninstalled\": true", "\"default/orders\"", "\"stage\": \"namespace\"");
    assertThat(left(admin, brought)).containsExactly("Namespace/kezuri-system");
    assertThat(uninstall(plane, "--yes", "--keep-namespace").out())
        .isEqualTo("Nothing of Kezuri is in this cluster.\n");
  }

  private static KubectlKezuri uninstall(RealControlPlane plane, String... more) {
    return KubectlKezuri.run(
        plane.kubeconfig().orElseThrow(),
        Stream.concat(Stream.of("uninstall"), Stream.of(more)).toArray(String[]::new));
  }

  /** Makes worker IDs that no pod ever held. */
  private static void make(RealControlPlane plane, String generator) {
    try (KubernetesClient hand =
        new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build()) {
      PastLedger ledger = new PastLedger(hand, generator);
      for (int id = 0; id < 3; id++) {
        ledger.add(id);
      }
    }
  }

  /** A trial only by its body: with one, a dryRun of the query does not count. */
  private static boolean isGuarded(KubernetesClient admin) {
    Map<String, Object> trial =
        Map.of("kind", "DeleteOptions", "apiVersion", "v1", "dryRun", List.of("All"));
    try {
      admin.raw("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + CRD, "DELETE", trial);
      return false;
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage()).contains("kezuri.dev/allow-deletion");
    }
  }

  private static List<String> policies(KubernetesClient admin) {
    return admin
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicies()
        .list()
        .getItems()
        .stream()
        .map(policy -> policy.getMetadata().getName())
        .filter(name -> name.startsWith("kezuri-"))
        .toList();
  }

  private static List<String> left(KubernetesClient admin, List<HasMetadata> brought) {
    return brought.stream()
        .filter(one -> admin.resource(one).get() != null)
        .map(one -> one.getKind() + "/" + one.getMetadata().getName())
        .toList();
  }
}
