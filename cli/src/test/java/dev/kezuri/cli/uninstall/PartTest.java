// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.audit.ACluster;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenWorkerId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartTest {
  private static final Wish PLAIN = new Wish(false, false, false, false);
  private static final Wish KEEP = new Wish(true, false, false, false);
  private static final Wish FORGET = new Wish(false, true, false, false);

  private static final List<Thing> THINGS =
      Stream.of(
              "CustomResourceDefinition/workerids",
              "Namespace/kezuri-system",
              "ClusterRole/kezuri-operator",
              "Deployment/kezuri-operator",
              "MutatingAdmissionPolicy/kezuri-inject",
              "MutatingAdmissionPolicyBinding/kezuri-inject",
              "ValidatingAdmissionPolicy/kezuri-gate",
              "ValidatingAdmissionPolicyBinding/kezuri-gate",
              "PodMonitor/kezuri-operator")
          .map(PartTest::thing)
          .toList();

  private static Thing thing(String text) {
    String[] parts = text.split("/", -1);
    return new Thing(parts[0], "", parts[0].toLowerCase(Locale.ROOT), "", parts[1], "");
  }

  private static Standing standing(ACluster cluster) {
    List<SeenWorkerId> ledger = cluster.sight().workerIds().stream().map(SeenWorkerId::of).toList();
    List<SeenPod> pods = cluster.pods();
    return new Standing(THINGS, List.of("shop/orders"), ledger, pods);
  }

  private static List<Stage> stages(Wish wish) {
    return Part.of(standing(ACluster.clean()), wish).stream().map(Part::stage).toList();
  }

  @Test
  void shouldStopInjectingFirstAndKeepOperatorRightsAndPoliciesUntilTheLedgerIsOver() {
    assertThat(stages(PLAIN))
        .containsExactly(
            Stage.INJECTION,
            Stage.GENERATORS,
            Stage.LEDGER,
            Stage.OPERATOR,
            Stage.KINDS,
            Stage.PROTECTION,
            Stage.RIGHTS,
            Stage.NAMESPACE);
  }

  @Test
  void shouldEndTheOperatorBeforeItForgetsALedgerThatItWouldMakeAgain() {
    assertThat(stages(FORGET))
        .containsSubsequence(Stage.GENERATORS, Stage.OPERATOR, Stage.LEDGER, Stage.KINDS);
  }

  @Test
  void shouldLeaveTheLedgerAndItsKindsWhenAsked() {
    assertThat(stages(KEEP))
        .containsExactly(
            Stage.INJECTION, Stage.OPERATOR, Stage.PROTECTION, Stage.RIGHTS, Stage.NAMESPACE);
    assertThat(stages(new Wish(false, false, false, true))).doesNotContain(Stage.NAMESPACE);
  }

  @Test
  void shouldTakeABindingBeforeItsPolicyAndTellWhenTheLedgerIsOver() {
    List<Part> parts = Part.of(standing(ACluster.clean()), PLAIN);

    assertThat(parts.getFirst().objects())
        .containsExactly(
            "mutatingadmissionpolicybinding/kezuri-inject",
            "mutatingadmissionpolicy/kezuri-inject");
    assertThat(parts.get(2).what())
        .isEqualTo(
            "waits for 16 worker IDs, 2 of them held, over at 2026-11-23T20:10:00.000Z at the"
                + " latest");
    assertThat(parts.get(2).objects()).hasSize(16);
  }

  @Test
  void shouldHaveNoPartForWhatIsGone() {
    assertThat(Part.of(new Standing(List.of(), List.of(), List.of(), List.of()), PLAIN)).isEmpty();
  }

  @Test
  void shouldRefuseWhileLabelledPodsLiveUnlessToldWithTheirLedger() {
    Standing living = standing(ACluster.clean());

    assertThat(living.refusal(PLAIN, false))
        .isEqualTo(
            "2 labelled pods live (shop/a, shop/b): delete them, or take the label"
                + " kezuri.dev/id-generator off their templates. --abandon-pods goes on all the"
                + " same; then those at their gate wait for ever, and those that run are refused"
                + " IDs once their leases end, at 2026-11-23T20:00:00.000Z at the latest");
    assertThat(living.refusal(FORGET, false)).startsWith("2 labelled pods live");
    assertThat(living.refusal(new Wish(false, false, true, false), false))
        .startsWith("the ledger of pods that live does not end");
    assertThat(living.refusal(new Wish(true, false, true, false), false)).isEmpty();
    assertThat(living.refusal(new Wish(false, true, true, false), false)).isEmpty();
  }

  @Test
  void shouldRefuseToWaitForALedgerThatNobodyTakesApart() {
    Standing empty = standing(ACluster.clean().withoutPod("a").withoutPod("b"));

    assertThat(empty.refusal(PLAIN, true))
        .startsWith("no operator works, and only it takes the ledger of 16 worker IDs apart");
    assertThat(empty.refusal(PLAIN, false)).isEmpty();
    assertThat(empty.refusal(KEEP, true)).isEmpty();
    assertThat(empty.refusal(FORGET, true)).isEmpty();
  }

  @Test
  void shouldWarnOfIdsIssuedTwiceWhereAHeldLedgerIsForgotten() {
    Standing held = standing(ACluster.clean().withoutPod("a").withoutPod("b"));

    assertThat(held.warning(FORGET, ACluster.NOW))
        .contains("installed again before 2026-11-23T20:00:00.000Z, its pods may issue IDs");
    assertThat(held.warning(PLAIN, ACluster.NOW))
        .isEqualTo("With the ledger goes the record of which pod issued which IDs.");
    assertThat(held.warning(KEEP, ACluster.NOW)).isEmpty();
  }
}
