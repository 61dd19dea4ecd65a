// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import static dev.kezuri.cli.fence.Ground.HERE;
import static dev.kezuri.cli.fence.Ground.HOUR;
import static dev.kezuri.cli.fence.Ground.NOW;
import static dev.kezuri.cli.fence.Ground.ORDERS;
import static dev.kezuri.cli.fence.Ground.generator;
import static dev.kezuri.cli.fence.Ground.held;
import static dev.kezuri.cli.fence.Ground.lease;
import static dev.kezuri.cli.fence.Ground.times;
import static dev.kezuri.cli.fence.Ground.told;
import static dev.kezuri.cli.fence.Ground.workerId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.APod;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.UtcMillis;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FenceTest {
  private static final long MINUTE = 60_000;
  private static final WorkerIdStatus FREE = WorkerIdStatus.free(NOW - 90 * HOUR);
  private static final WorkerId FREE_ONE = workerId(3, FREE);
  private static final WorkerId LIVING = workerId(4, held(FREE, "a", NOW - HOUR, NOW + HOUR));
  private static final WorkerId RUN_OUT = workerId(5, held(FREE, "b", NOW - 40 * HOUR, NOW));
  private static final WorkerId EMPTY = workerId(6, null);

  private static Sight seen(IdGenerator generator, List<Told> pods, WorkerId... ledger) {
    return new Sight(ORDERS, Optional.ofNullable(generator), List.of(ledger), pods, HERE);
  }

  private static String kinds(Sight seen) {
    List<String> kinds =
        Fence.of(seen, times()).writes().stream()
            .map(write -> write.getClass().getSimpleName())
            .distinct()
            .toList();
    return String.join(" ", kinds);
  }

  @Test
  void shouldWaitForAMinuteMoreThanTheLease() {
    Sight seen = seen(generator(HERE, 16, 0), List.of(), LIVING);

    assertThat(Fence.of(seen, times()).untilMs()).isEqualTo(NOW + 24 * HOUR + MINUTE);
  }

  @Test
  void shouldCountTheLeaseFromTheClockThatIsAhead() {
    Times apart = new Times(NOW, NOW + 5000, OptionalLong.empty());

    assertThat(Fence.of(seen(generator(HERE, 16, 0), List.of()), apart).untilMs())
        .isEqualTo(NOW + 5000 + 24 * HOUR + MINUTE);
  }

  @Test
  void shouldWaitForTheLongestLeaseOfAPodWhenTheSpecIsShorter() {
    Told pod = told("a", lease("a", 3, NOW - HOUR, NOW + 99 * HOUR));

    assertThat(Fence.of(seen(generator(HERE, 16, 0), List.of(pod)), times()).untilMs())
        .isEqualTo(NOW + 99 * HOUR);
  }

  @Test
  void shouldWaitForTheLongestLeaseThereCanBeWhenNobodyKnowsTheSpec() {
    assertThat(Fence.of(seen(null, List.of(), FREE_ONE), times()).untilMs())
        .isEqualTo(NOW + 720 * HOUR + MINUTE);
  }

  @Test
  void shouldNotEndBeforeAnOlderFence() {
    Times hasty = new Times(NOW, NOW, OptionalLong.of(NOW + HOUR));

    assertThat(Fence.of(seen(generator(HERE, 16, NOW + 9 * HOUR), List.of()), hasty).untilMs())
        .isEqualTo(NOW + 9 * HOUR);
  }

  @Test
  void shouldRaiseEveryFloorAndEndOnlyWhatHasRunOut() {
    Sight seen = seen(null, List.of(), FREE_ONE, LIVING, RUN_OUT, EMPTY);
    Fence fence = Fence.of(seen, times());

    List<WorkerIdStatus> after =
        fence.writes().stream().map(write -> ((Write.Raise) write).next()).toList();

    assertThat(after).extracting(WorkerIdStatus::floorMs).containsOnly(fence.untilMs()).hasSize(4);
    assertThat(after.get(1).window()).isEqualTo(LIVING.getStatus().window());
    assertThat(after.get(2).window()).isNull();
    assertThat(after.get(2).history().getFirst().podUid()).isEqualTo("b");
  }

  @Test
  void shouldEndAWindowThatHasRunOutThoughItsPodIsThere() {
    Told pod = told("b", lease("b", 5, NOW - 40 * HOUR, NOW + HOUR));
    Sight seen = seen(generator(HERE, 16, 0), List.of(pod), RUN_OUT);

    Outlook outlook = Outlook.of(seen, times());

    assertThat(outlook.ended()).isEqualTo(1);
    assertThat(outlook.goOn()).isEmpty();
    assertThat(outlook.runDry())
        .containsExactly(new Outlook.DryPod("shop/b", 5, UtcMillis.format(NOW + HOUR)));
  }

  @Test
  void shouldSayWhoGoesOn() {
    Told its = told("a", lease("a", 4, NOW - HOUR, NOW + HOUR));
    Told copied = told("c", lease("a", 4, NOW - HOUR, NOW + HOUR));
    Told waiting = told("d", Optional.empty());
    Sight seen = seen(generator(HERE, 16, 0), List.of(its, copied, waiting), LIVING);

    Outlook outlook = Outlook.of(seen, times());

    assertThat(outlook.goOn()).containsExactly("shop/a");
    assertThat(outlook.runDry()).isEmpty();
  }

  @Test
  void shouldSayRestoredOfAGeneratorThatHasBegunNothingAmongLostWorkerIds() {
    assertThat(seen(generator("", null, 0), List.of(), EMPTY).restored()).isTrue();
    assertThat(seen(generator("", null, 0), List.of(), FREE_ONE).restored()).isFalse();
    assertThat(seen(generator(HERE, 16, 0), List.of(), EMPTY).restored()).isFalse();
    assertThat(kinds(seen(generator("", null, 0), List.of(), EMPTY)))
        .isEqualTo("HoldBack Lift Raise Provision");
  }

  @Test
  void shouldTakeNoNumberOfAnotherLayoutForMade() {
    WorkerId other = AWorkerId.of(ORDERS, 9).withLayout(new IdLayout(0, 41, 10, 12)).build();

    assertThat(seen(generator("", null, 0), List.of(), FREE_ONE, other).aboveAll()).isEqualTo(4);
  }

  @Test
  void shouldLiftWhatIsRestoredLast() {
    assertThat(kinds(seen(generator(HERE, 16, 0), List.of(), LIVING))).isEqualTo("HoldBack Raise");
    assertThat(kinds(seen(generator(HERE, null, 0), List.of(), LIVING)))
        .isEqualTo("HoldBack Raise Provision");
    assertThat(kinds(seen(generator("elsewhere", 16, 0), List.of(), LIVING)))
        .isEqualTo("HoldBack Raise Lift");
    assertThat(kinds(seen(generator("elsewhere", null, 0), List.of(), LIVING)))
        .isEqualTo("HoldBack Raise Provision Lift");
  }

  @Test
  void shouldMarkWhatHasMadeNothingYetSoThatALossOfTheFenceIsSeen() {
    Sight unused = seen(generator("", null, 0), List.of());

    assertThat(kinds(unused)).isEqualTo("HoldBack Provision Lift");
    assertThat(provisioned(unused)).isZero();
  }

  @Test
  void shouldCountAsMadeWhatExistsAndWhatPodsWereTold() {
    IdGenerator lost = generator(HERE, null, 0);
    Told pod = told("a", lease("a", 40, NOW - HOUR, NOW + HOUR));

    assertThat(provisioned(seen(lost, List.of(), RUN_OUT, LIVING))).isEqualTo(6);
    assertThat(provisioned(seen(lost, List.of(pod), LIVING))).isEqualTo(41);
    assertThat(provisioned(seen(lost, List.of()))).isZero();
    assertThat(provisioned(seen(generator("elsewhere", 3, 0), List.of(), LIVING))).isEqualTo(5);
  }

  private static int provisioned(Sight seen) {
    return Fence.of(seen, times()).writes().stream()
        .filter(Write.Provision.class::isInstance)
        .map(write -> ((Write.Provision) write).next().provisioned())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldStayWhereItWasWhenAWindowGrowsMeanwhile() {
    Fence fence = Fence.of(seen(generator(HERE, 16, 0), List.of(), LIVING), times());
    WorkerId grown = workerId(4, held(FREE, "a", NOW - HOUR, NOW + 500 * HOUR));

    Fence then = fence.seeing(seen(generator(HERE, 16, 0), List.of(), grown));

    assertThat(then.untilMs()).isEqualTo(fence.untilMs());
  }

  @Test
  void shouldReadWhatAPodWasTold() {
    String lease = LeaseCodec.write(lease("u", 7, NOW, NOW + HOUR).orElseThrow());
    APod pod = APod.labelled("orders").named("shop", "web").withUid("u");

    assertThat(Told.of(pod.build()).lease()).isEmpty();
    assertThat(Told.of(pod.annotated(MetadataKeys.ANNOTATION_LEASE, lease).build()))
        .isEqualTo(
            new Told(
                "shop/web", "u", ORDERS, false, lease("u", 7, NOW, NOW + HOUR), Optional.empty()));
    assertThat(Told.of(pod.annotated(MetadataKeys.ANNOTATION_LEASE, "{\"v\":2}").build()))
        .satisfies(told -> assertThat(told.unreadable().orElseThrow()).contains("v=2"));
  }
}
