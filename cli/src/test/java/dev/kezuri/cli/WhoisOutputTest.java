// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static dev.kezuri.audit.ACluster.hour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.audit.ACluster;
import dev.kezuri.cli.whois.Whois;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of {@code whois}: inside, outside and beyond what the ledger knows. */
class WhoisOutputTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldNameThePodThatHoldsTheNumber() {
    assertThat(whois(id(hour(9), 0)))
        .isEqualTo(
            """
            %d: pod shop/a
              shop/orders: worker ID 0, 2026-11-23T09:00:00.000Z, sequence 7
                pod a on node n1 (UID 00000000-0000-4000-8000-000000000001), which holds it now; its window is
                2026-11-23T08:00:00.000Z to 2026-11-23T20:00:00.000Z
            """
                .formatted(id(hour(9), 0)));
  }

  @Test
  void shouldTellPastHoldersByHowTheyEnded() {
    assertThat(answer(hour(10), 2))
        .contains("issued its last one before 2026-11-23T11:00:00.000Z and said so;");
    assertThat(answer("2026-11-23T08:59:59.999Z", 2))
        .contains(
            "which went\n    without a last word: when it issued last is not known; its window is");
  }

  @Test
  void shouldSayThatNobodyHadTheNumberBetweenTwoWindowsAndAfterTheLast() {
    assertThat(answer(hour(9), 2))
        .contains(": no pod\n")
        .contains(
            """
                nobody: no pod had worker ID 2 then: the window of pod 00000000-0000-4000-8000-000000000091 ran
                out at 2026-11-23T09:00:00.000Z, and that of pod 00000000-0000-4000-8000-000000000092 began at
                2026-11-23T10:00:00.000Z
            """);
    assertThat(answer(hour(11), 2))
        .contains(
            "gave its last word\n    before 2026-11-23T11:00:00.000Z, and none has had it since\n");
  }

  @Test
  void shouldSayWhereHistoryBeginsRatherThanTheNearest() {
    assertThat(answer("2026-11-23T07:59:59.999Z", 2))
        .contains(": not known\n")
        .contains(
            """
                not known: history of worker 2 begins 2026-11-23T08:00:00.000Z; the operator's log may have
                older grants
            """);
    assertThat(answer("2026-11-23T06:59:59.999Z", 3))
        .contains("not known: history of worker 3 begins 2026-11-23T07:00:00.000Z\n");
    assertThat(answer(hour(9), 3))
        .contains(
            "nobody: no pod has had worker ID 3 since it was made at 2026-11-23T07:00:00.000Z\n");
  }

  @Test
  void shouldKnowNumbersWithoutAnObject() {
    assertThat(answer(hour(9), 17))
        .contains("nobody: worker ID 17 was never given to a pod here\n");
    assertThat(answer(hour(9), 900))
        .contains("nobody: worker ID 900 is reserved or out of spec.workerIds: another issuer's\n");
    cluster.without(3);
    assertThat(answer(hour(9), 3))
        .contains("not known: WorkerId 3 was made once and is gone, with its history\n");
    cluster.withoutGenerator();
    assertThat(answer(hour(9), 3))
        .contains("not known: there is no WorkerId 3, and no IdGenerator to ask\n");
  }

  @Test
  void shouldRefuseTheFutureAndMindAClockThatIsALittleBehind() {
    assertThat(answer("2026-11-23T12:10:00.001Z", 0))
        .contains("nobody: its time is in the future: no pod has issued it yet\n");
    assertThat(answer("2026-11-23T12:00:00.001Z", 0))
        .contains("which holds it now; its time is\n    ahead of this machine's clock;");
  }

  @Test
  void shouldAskEachGeneratorByItsOwnLayout() {
    IdGenerator wide =
        AnIdGenerator.named("bank", "wide")
            .withLayout(new IdLayout(IdLayout.DEFAULT.epochMs(), 41, 12, 10))
            .withWorkerIds(0, 4095)
            .build();
    IdGenerator narrow =
        AnIdGenerator.named("bank", "narrow")
            .withLayout(new IdLayout(IdLayout.DEFAULT.epochMs(), 41, 4, 8))
            .withWorkerIds(0, 15)
            .build();
    wide.setStatus(IdGeneratorStatus.empty());
    cluster.generators().addAll(List.of(wide, narrow));
    long id = id(hour(9), 0);

    assertThat(whois(id))
        .startsWith(id + ": pod shop/a\n")
        .contains("  bank/wide: worker ID 0, 2026-11-23T09:00:00.000Z, sequence 7\n")
        .doesNotContain("bank/narrow")
        .endsWith("  1 more: no ID of their layouts looks so (-o wide)\n");
    assertThat(text(id, OutputFormat.WIDE))
        .contains(
            "  bank/narrow\n    impossible: an ID of this layout has 53 bits: " + id + "\n",
            "    layout 41/12/10 since 2015-01-01T00:00:00.000Z\n");
  }

  @Test
  void shouldLeaveItOpenWhenPodsOfTwoGeneratorsFit() {
    cluster.generators().add(ACluster.generator("bills"));
    cluster.workerIds().stream()
        .filter(w -> w.getSpec().id() == 0)
        .forEach(
            w -> {
              var twin = AWorkerId.of("shop/bills", 0).withFloor(hour(8)).build();
              twin.setStatus(w.getStatus());
              cluster.put(twin);
            });

    assertThat(whois(id(hour(9), 0)))
        .contains(": one of 2 pods, by which generator it is of\n")
        .contains("  shop/bills: worker ID 0", "  shop/orders: worker ID 0");
  }

  @Test
  void shouldQuoteIdsInJson() {
    long id = id(hour(9), 0);

    assertThat(text(id, OutputFormat.JSON))
        .startsWith(
            """
            [
              {
                "id": "%d",
                "generators": [
                  {
                    "generator": "shop/orders",
                    "layout": "41/10/12 since 2015-01-01T00:00:00.000Z",
                    "outcome": "pod",
                    "workerId": 0,
            """
                .formatted(id));
    assertThat(text(id, OutputFormat.YAML)).startsWith("- id: \"" + id + "\"\n");
  }

  private static long id(String time, int workerId) {
    return IdLayout.DEFAULT.encode(UtcMillis.parse(time), workerId, 7);
  }

  private String answer(String time, int workerId) {
    return whois(id(time, workerId));
  }

  private String whois(long id) {
    return text(id, OutputFormat.TABLE);
  }

  private String text(long id, OutputFormat format) {
    Whois whois = Whois.of(cluster.generators(), cluster.workerIds(), ACluster.NOW);
    WhoisAnswer answer = new WhoisAnswer(Long.toString(id), whois.ask(id), null);
    return WhoisOutput.of(List.of(answer), format, new Paint(false));
  }
}
