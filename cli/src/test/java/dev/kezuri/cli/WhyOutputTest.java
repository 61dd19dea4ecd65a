// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.APod;
import dev.kezuri.audit.ACluster;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.PodChain;
import dev.kezuri.cli.why.View;
import dev.kezuri.cli.why.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text of {@code why}. */
class WhyOutputTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldShowAllLinksWhenAllIsWell() {
    assertThat(why("a"))
        .isEqualTo(
            """
            Well: shop/a gets IDs

              label      ok        kezuri.dev/id-generator: orders
              generator  ok        IdGenerator shop/orders, Granting
              policy     ok        injected: sidecar and KEZURI_WORKER_ID
              gate       ok        lifted
              lease      ok        worker ID 0 until 2026-11-23T20:00:00.000Z
              sidecar    ok        issues IDs; kezuri-sidecar:0.1.0
            """);
  }

  @Test
  void shouldStopAtTheLabelWhenThereIsNone() {
    Pod bare = APod.labelled("orders").named("shop", "c").withUid(uid(3)).build();
    bare.getMetadata().setLabels(null);
    cluster.put(bare);

    assertThat(why("c"))
        .isEqualTo(
            """
            Broken at the label: shop/c gets no IDs
              the pod has no label kezuri.dev/id-generator.
              do: put it into the labels of the pod template (spec.template.metadata.labels), or of the Pod in
                  its manifest; a pod that exists cannot be given it, so have it made again

              label      broken    see above
              generator  -
              policy     -
              gate       -
              lease      -
              sidecar    -
            """);
  }

  @Test
  void shouldNameTheGeneratorsThatThereAreWhenItsOwnIsMissing() {
    relabel("c", "nosuch");

    assertThat(why("c"))
        .startsWith(
            """
            Broken at the generator: shop/c gets no IDs
              there is no IdGenerator nosuch in namespace shop; those there are: orders.
              do: apply one, or correct the label kezuri.dev/id-generator
            """);
    assertThat(first("c")).doesNotContain("nor any other");
  }

  private void relabel(String name, String generator) {
    cluster.put(
        new PodBuilder(cluster.waiting(name, uid(3)))
            .editMetadata()
            .addToLabels(MetadataKeys.LABEL_GENERATOR, generator)
            .endMetadata()
            .build());
  }

  @Test
  void shouldSayThatNothingWasInjected() {
    cluster.put(APod.labelled("orders").named("shop", "c").withUid(uid(3)).build());

    assertThat(why("c"))
        .startsWith(
            """
            Broken at the policy: shop/c gets no IDs
              nothing was injected: no container has KEZURI_WORKER_ID.
              do: have the pod made again: delete it. If the next one is no better: kubectl kezuri check says
                  whether the policy kezuri-inject works; without it, kubectl kezuri inject
            """);
  }

  @Test
  void shouldGiveTheConditionAndItsRemedyWhenTheGateIsHeldBack() {
    cluster.heldBack(
        "Exhausted",
        "1 pod waits, the first since 2026-11-23T08:00:00.000Z; of 3 numbers 2 are held and 1 rest;"
            + " the next number is free when a pod ends. Widen spec.workerIds.last, shorten"
            + " spec.lease.duration so that numbers of lost pods rest for less long, or run fewer"
            + " pods.");
    cluster.put(cluster.waiting("c", uid(3)));

    assertThat(why("c"))
        .isEqualTo(
            """
            Broken at the gate: shop/c gets no IDs
              Exhausted: 1 pod waits, the first since 2026-11-23T08:00:00.000Z; of 3 numbers 2 are held and 1
              rest; the next number is free when a pod ends.
              do: Widen spec.workerIds.last, shorten spec.lease.duration so that numbers of lost pods rest for
                  less long, or run fewer pods.

              label      ok        kezuri.dev/id-generator: orders
              generator  ok        IdGenerator shop/orders, Exhausted
              policy     ok        injected: sidecar and KEZURI_WORKER_ID
              gate       broken    see above
              lease      -
              sidecar    -
            """);
  }

  @Test
  void shouldSayThatAPodThatHasEndedNeedsNoIds() {
    cluster.put(cluster.pod("a").editStatus().withPhase("Succeeded").endStatus().build());

    assertThat(why("a"))
        .startsWith("Ended: shop/a has ended (Succeeded), and needs no IDs\n")
        .endsWith("  gate       -\n  lease      -\n  sidecar    -\n");
  }

  @Test
  void shouldNotSayWellWhenTheLedgerWasNotLookedAt() {
    View blind =
        View.of(
            ACluster.NOW,
            Optional.of(cluster.generators()),
            "",
            Optional.empty(),
            "you need the verb list on workerids.kezuri.dev");
    WhyReport report =
        WhyReport.of(
            "pod/a", "shop", List.of(PodChain.of(SeenPod.of(cluster.pod("a").build()), blind)));

    assertThat(report.well()).isFalse();
    assertThat(text(report))
        .startsWith("Not known: shop/a: no link is broken of those that could be looked at\n")
        .contains(
            """
              lease      not seen  worker ID 0 until 2026-11-23T20:00:00.000Z; not compared with the ledger: you
                                   need the verb list on workerids.kezuri.dev
              sidecar    ok        issues IDs; kezuri-sidecar:0.1.0
            """);
  }

  @Test
  void shouldTellOfPodsWithTheSameTroubleTogether() {
    cluster.put(cluster.waiting("c", uid(3))).put(cluster.waiting("d", uid(4)));
    List<Chain> chains = cluster.pods().stream().map(pod -> PodChain.of(pod, view())).toList();

    assertThat(text(WhyReport.of("deployment/app", "shop", chains)))
        .startsWith(
            """
            2 of 4 pods of deployment/app get IDs, or need none any more.

            Broken at the gate: shop/c gets no IDs
            """)
        .contains("  so are: d\n", "\nWell: shop/a gets IDs\n  so are: b\n");
  }

  @Test
  void shouldLookAtTheTemplateWhenThereIsNoPod() {
    assertThat(template(Map.of(), Map.of(), 1, ""))
        .contains("its pod template has no label kezuri.dev/id-generator.");
    Map<String, String> labelled = Map.of(MetadataKeys.LABEL_GENERATOR, "orders");
    assertThat(template(labelled, Map.of(), 1, ""))
        .contains(
            "the label kezuri.dev/id-generator is on deployment/app itself, and not on its pods.");
    assertThat(template(Map.of(), Map.of(MetadataKeys.LABEL_GENERATOR, "nosuch"), 1, ""))
        .contains("there is no IdGenerator nosuch in namespace shop; those there are: orders.");
    assertThat(template(Map.of(), labelled, 1, "quota"))
        .contains("its pods are refused: quota.\n  do: kubectl describe deployment/app -n shop\n");
    assertThat(template(Map.of(), labelled, 0, ""))
        .startsWith("Ended: deployment/app is to have no pods, and needs no IDs\n");
  }

  private String template(
      Map<String, String> labels, Map<String, String> podLabels, int wanted, String refused) {
    Workload app =
        new Workload("shop", "deployment/app", labels, podLabels, Optional.of(wanted), refused);
    return text(WhyReport.of("deployment/app", "shop", List.of(app.chain(view()))));
  }

  private View view() {
    return View.of(
        ACluster.NOW, Optional.of(cluster.generators()), "", Optional.of(cluster.workerIds()), "");
  }

  private String first(String pod) {
    return PodChain.of(SeenPod.of(cluster.pod(pod).build()), view())
        .first()
        .map(link -> link.name() + " " + link.state() + ": " + link.text())
        .orElse("");
  }

  private String why(String pod) {
    Chain chain = PodChain.of(SeenPod.of(cluster.pod(pod).build()), view());
    return text(WhyReport.of("pod/" + pod, "shop", List.of(chain)));
  }

  private static String text(WhyReport report) {
    return WhyOutput.of(report, OutputFormat.TABLE, new Paint(false));
  }
}
