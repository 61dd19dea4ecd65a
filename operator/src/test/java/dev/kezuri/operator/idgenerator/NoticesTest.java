// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.operator.apply.PatchStep;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code kubectl describe} tells, and how often. */
class NoticesTest {
  private final LoopRig rig = new LoopRig();

  @Test
  void shouldTellThePodWhyItWaitsWhenNoNumberIsFree() {
    // Given
    exhaust();

    // When
    after(Duration.ofSeconds(5));

    // Then
    assertThat(about("q"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("Exhausted");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getNote())
                  .isEqualTo(
                      "Waits for a worker ID of IdGenerator orders. 1 pod waits, the first since"
                          + " 2026-11-23T08:00:00.000Z; of 1 numbers 1 are held and 0 rest; the"
                          + " next number is free when a pod ends. Widen spec.workerIds.last,"
                          + " shorten spec.lease.duration so that numbers of lost pods rest for"
                          + " less long, or run fewer pods.");
            });
    assertThat(about("orders")).extracting(Event::getReason).containsExactly("Exhausted");
    assertThat(about("p")).isEmpty();
  }

  @Test
  void shouldSayNothingWhenAPodWaitsForAMomentOnly() {
    // Given
    exhaust();

    // When
    after(Duration.ofSeconds(4));

    // Then
    assertThat(about("q")).isEmpty();
  }

  @Test
  void shouldComeAgainByItselfWhenTheGraceOfAPodIsNotOver() {
    // Given
    exhaust();

    // When
    Duration look = rig.turn();

    // Then
    assertThat(look).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void shouldRepeatEachFiftyMinutesWhenThePodStillWaits() {
    // Given
    exhaust();
    after(Duration.ofSeconds(5));

    // When
    IntStream.range(0, 40).forEach(turn -> after(Duration.ofMinutes(1)));

    // Then
    assertThat(about("q")).hasSize(1);
    IntStream.range(0, 20).forEach(turn -> after(Duration.ofMinutes(1)));
    assertThat(about("q")).hasSize(2);
    assertThat(about("orders")).hasSize(2);
  }

  @Test
  void shouldNotTellTwiceWhenTheOperatorStartsAnew() {
    // Given
    exhaust();
    after(Duration.ofSeconds(5));

    // When
    rig.restart(rig.cluster);
    after(Duration.ofSeconds(1));

    // Then
    assertThat(about("q")).hasSize(1);
    assertThat(about("orders")).hasSize(1);
  }

  @Test
  void shouldSpreadItsWordsWhenAHundredPodsWait() {
    // Given
    exhaust();
    IntStream.range(0, 99).forEach(i -> rig.pod("w" + i));
    rig.settle();

    // When
    rig.advance(Duration.ofSeconds(5));
    Duration look = rig.turn();

    // Then
    assertThat(events().size()).as("one on the generator, twenty on pods").isEqualTo(21);
    assertThat(look).isLessThanOrEqualTo(Duration.ofSeconds(1));
    IntStream.range(0, 10).forEach(turn -> after(Duration.ofSeconds(1)));
    assertThat(events().size()).isEqualTo(101);
  }

  @Test
  void shouldTellOfTheGravestWhenSeveralThingsHoldThePodBack() {
    // Given
    exhaust();
    PatchStep foreign = PatchStep.add("/metadata/annotations", Map.of("kezuri.dev/ledger", "x"));
    rig.cluster.patchGenerator("shop", "orders", List.of(foreign));

    // When
    after(Duration.ofSeconds(5));

    // Then
    assertThat(about("q")).extracting(Event::getReason).containsExactly("Restored");
  }

  @Test
  void shouldTellThePodWhenAnotherLayoutsLedgerIsInTheWay() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.apply(new LayoutSpec(null, 40, null, null), 1023);
    rig.pod("q");

    // When
    rig.settle();
    after(Duration.ofSeconds(5));

    // Then
    assertThat(about("q")).extracting(Event::getReason).containsExactly("Conflict");
  }

  @Test
  void shouldTellThePodWhenTheClocksDiffer() {
    // Given
    rig.apply(null, 1023);
    rig.pod("q");
    rig.cluster.now(LoopRig.T0 - 60_000);

    // When
    rig.settle();
    rig.jump(5_000);
    rig.settle();

    // Then
    assertThat(about("q")).extracting(Event::getReason).containsExactly("ClockSkew");
  }

  @Test
  void shouldTellCalmlyWhenOtherGatesHoldThePodForLong() {
    // Given
    rig.applyWaitingFor("kueue.x-k8s.io/admission");
    Pod pod = rig.pod("q");
    rig.cluster.put(
        new PodBuilder(pod)
            .editSpec()
            .addToSchedulingGates(new PodSchedulingGate("kueue.x-k8s.io/admission"))
            .endSpec()
            .build());

    // When
    rig.settle();
    after(Duration.ofSeconds(29));
    assertThat(events()).isEmpty();
    after(Duration.ofSeconds(1));

    // Then
    assertThat(about("q"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("WaitsForGates");
              assertThat(event.getType()).isEqualTo("Normal");
              assertThat(event.getNote()).endsWith(": kueue.x-k8s.io/admission");
            });
  }

  @Test
  void shouldTellThePodWhenItsGeneratorIsNotThere() {
    // Given
    rig.pod("q");

    // When
    rig.advance(Duration.ofSeconds(5));
    rig.sweep();
    rig.sweep();

    // Then
    assertThat(about("q"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("NoIdGenerator");
              assertThat(event.getNote())
                  .contains("no IdGenerator orders in namespace shop")
                  .contains(MetadataKeys.LABEL_GENERATOR);
            });
  }

  @Test
  void shouldTellThePodToGoWhenItsNumberWasErased() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    int id = rig.lease("p").workerId();
    rig.running("p", null, 0);
    rig.settle();

    // When
    rig.cluster.delete(rig.workerId(id));
    rig.settle();
    after(Duration.ofMinutes(1));

    // Then
    assertThat(about("p")).extracting(Event::getReason).containsExactly("WorkerIdErased");
  }

  private void exhaust() {
    rig.apply(null, 0);
    rig.pod("p");
    rig.settle();
    rig.pod("q");
    rig.settle();
  }

  private void after(Duration time) {
    rig.advance(time);
    rig.settle();
  }

  private Stream<Event> all() {
    return rig.cluster.all(Event.class).stream();
  }

  private List<Event> events() {
    return all().toList();
  }

  private List<Event> about(String name) {
    return all().filter(event -> event.getRegarding().getName().equals(name)).toList();
  }
}
