// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import static dev.kezuri.cli.upgrade.SidecarsOnTrial.NEW;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.OLD;
import static dev.kezuri.cli.upgrade.SidecarsOnTrial.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.audit.ACluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void shouldChangeAServingPodWithAnotherImage() {
    assertThat(step(serving("a"))).isEqualTo("shop/a change");
  }

  @Test
  void shouldSkipWhatHasItsImageAndIssuesIds() {
    assertThat(step(image(serving("a"), NEW))).isEqualTo("shop/a skip has it already");
  }

  @Test
  void shouldAwaitWhatWasChangedAndHasNotComeBack() {
    assertThat(step(image(SidecarsOnTrial.ready(serving("a"), false), NEW)))
        .isEqualTo("shop/a await");
  }

  @Test
  void shouldAwaitWhatTheKubeletHasNotSeenYet() {
    Pod unseen = image(serving("a"), NEW);
    unseen.getMetadata().setGeneration(3L);
    unseen.getStatus().setObservedGeneration(2L);
    assertThat(step(unseen)).isEqualTo("shop/a await");
  }

  @Test
  void shouldSkipWithAReasonWhatMustNotBeTouched() {
    Pod waiting = ACluster.clean().waiting("a", ACluster.uid(1));
    Pod going = serving("a");
    going.getMetadata().setDeletionTimestamp("2026-11-23T11:00:00Z");
    Pod over = serving("a");
    over.getStatus().setPhase("Succeeded");
    Pod byHand = serving("a");
    byHand.getSpec().getInitContainers().getFirst().setPorts(List.of());
    Pod bare = serving("a");
    bare.getSpec().setInitContainers(List.of());
    Pod pending = serving("a");
    pending.getStatus().setPhase("Pending");
    Pod unleased = serving("a");
    unleased.getMetadata().setAnnotations(Map.of());

    assertThat(Stream.of(waiting, going, over, byHand, bare, pending, unleased).map(StepTest::step))
        .containsExactly(
            "shop/a skip is pending",
            "shop/a skip is being deleted",
            "shop/a skip has ended (Succeeded)",
            "shop/a skip its sidecar is written by hand: change its manifest",
            "shop/a skip has no sidecar",
            "shop/a skip is pending",
            "shop/a skip has no lease");
    assertThat(step(SidecarsOnTrial.turn(serving("a"), 0)))
        .isEqualTo("shop/a skip is in turn 0: its first start is not over");
    assertThat(step(SidecarsOnTrial.lost(serving("a"))))
        .isEqualTo("shop/a skip has lost its state: delete it");
  }

  @Test
  void shouldGoThroughPodsThatIssueNoIdsFirst() {
    List<Step> steps =
        Step.of(
            Stream.of(
                    image(serving("d"), NEW),
                    serving("b"),
                    SidecarsOnTrial.ready(serving("c"), false),
                    serving("a"),
                    image(SidecarsOnTrial.ready(serving("e"), false), NEW))
                .map(Candidate::of)
                .toList(),
            Images.of(NEW));

    assertThat(steps.stream().map(Step::pod))
        .containsExactly("shop/e", "shop/c", "shop/a", "shop/b", "shop/d");
  }

  @Test
  void shouldTakeTheImageThatAPodMadeNowWouldGet() {
    Pod asking =
        new PodBuilder(serving("a"))
            .editMetadata()
            .addToAnnotations(MetadataKeys.ANNOTATION_SIDECAR_IMAGE, "asked:1")
            .endMetadata()
            .build();
    Images none = Images.of(List.of(ACluster.generator("orders")));
    Images spec = new Images(Optional.empty(), Map.of(ACluster.ORDERS, "spec:1"), null);

    assertThat(none.askInjection(List.of(Candidate.of(serving("a"))))).isTrue();
    assertThat(spec.askInjection(List.of(Candidate.of(serving("a"))))).isFalse();
    assertThat(none.askInjection(List.of(Candidate.of(asking)))).isFalse();
    assertThat(none.otherwise("policy:1").of(Candidate.of(serving("a")))).isEqualTo("policy:1");
    assertThat(spec.of(Candidate.of(serving("a")))).isEqualTo("spec:1");
    assertThat(spec.of(Candidate.of(asking))).isEqualTo("asked:1");
    assertThat(Images.of("given:1").of(Candidate.of(asking))).isEqualTo("given:1");
  }

  private static Pod image(Pod pod, String image) {
    assertThat(pod.getSpec().getInitContainers().getFirst().getImage()).isEqualTo(OLD);
    pod.getSpec().getInitContainers().getFirst().setImage(image);
    return pod;
  }

  private static String step(Pod pod) {
    Step step = Step.of(Candidate.of(pod), NEW);
    return (step.pod() + " " + step.kind() + " " + step.why()).strip();
  }
}
