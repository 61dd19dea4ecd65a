// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
  private static final long NOW = UtcMillis.parse("2026-11-23T12:00:00.000Z");
  private static final String UID = "3f8e0000-0000-4000-8000-000000000017";
  private static final List<DecodedId> IDS =
      List.of(
          IdLayout.DEFAULT.decode(1574333684121669632L), IdLayout.DEFAULT.decode(4096L * 1023 + 7));

  @Test
  void shouldAlignColumnsWhenCellsDiffer() {
    TextTable table = new TextTable("A", "LONG", "C").add("1", null, 3).add("four", "", "x");

    assertThat(table)
        .hasToString(
            """
        A      LONG     C
        1      <none>   3
        four   <none>   x
        """);
  }

  @Test
  void shouldRefuseRowWhenItHasAnotherWidth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextTable("A", "B").add(1))
        .withMessage("a row must have 2 cells: 1");
  }

  @Test
  void shouldPrintIdsWhenTable() {
    assertThat(decoded(OutputFormat.TABLE))
        .isEqualTo(
            """
            ID                    TIME                       WORKER   SEQUENCE
            1574333684121669632   2026-11-23T08:00:00.000Z   17       0
            4190215               2015-01-01T00:00:00.000Z   1023     7
            """);
  }

  @Test
  void shouldSayLayoutWhenWide() {
    assertThat(decoded(OutputFormat.WIDE))
        .startsWith("ID                    TIME                       WORKER   SEQUENCE   HEX  ")
        .contains("   0x00000000003ff007   1420070400000   41/10/12   2015-01-01T00:00:00.000Z\n");
  }

  @Test
  void shouldQuoteIdsWhenJson() {
    assertThat(decoded(OutputFormat.JSON))
        .isEqualTo(
            """
            [
              {
                "id": "1574333684121669632",
                "time": "2026-11-23T08:00:00.000Z",
                "timestampMs": 1795420800000,
                "workerId": 17,
                "sequence": 0
              },
              {
                "id": "4190215",
                "time": "2015-01-01T00:00:00.000Z",
                "timestampMs": 1420070400000,
                "workerId": 1023,
                "sequence": 7
              }
            ]
            """);
  }

  @Test
  void shouldQuoteIdsWhenYaml() {
    assertThat(DecodeOutput.of(IDS.subList(1, 2), IdLayout.DEFAULT, OutputFormat.YAML))
        .isEqualTo(
            """
            - id: "4190215"
              time: "2015-01-01T00:00:00.000Z"
              timestampMs: 1420070400000
              workerId: 1023
              sequence: 7
            """);
    assertThat(DecodeOutput.of(List.of(), IdLayout.DEFAULT, OutputFormat.YAML)).isEqualTo("[]\n");
  }

  @Test
  void shouldSortByNumberAndTellStatesApartWhenTable() {
    List<WorkerId> workerIds =
        List.of(
            workerId("shop/orders", 10, WorkerIdStatus.free(NOW)),
            workerId("shop/orders", 9, WorkerIdStatus.free(NOW + 1)),
            workerId("shop/orders", 11, null),
            workerId("shop/orders", 8, held(NOW)),
            workerId("shop/orders", 7, held(NOW + 1)),
            workerId("bank/orders", 12, WorkerIdStatus.free(0)));

    assertThat(WorkersOutput.of(workerIds, OutputFormat.TABLE, NOW))
        .isEqualTo(
            """
            GENERATOR     ID   STATE     POD      NODE     TURN     FROM                       UNTIL
            bank/orders   12   Free      <none>   <none>   <none>   <none>                     <none>
            shop/orders   7    Held      x2v      n1       1        2026-11-23T08:00:00.000Z   2026-11-23T12:00:00.001Z
            shop/orders   8    Expired   x2v      n1       1        2026-11-23T08:00:00.000Z   2026-11-23T12:00:00.000Z
            shop/orders   9    Resting   <none>   <none>   <none>   <none>                     2026-11-23T12:00:00.001Z
            shop/orders   10   Free      <none>   <none>   <none>   <none>                     <none>
            shop/orders   11   New       <none>   <none>   <none>   <none>                     <none>
            """);
  }

  @Test
  void shouldAddUidFloorAndHistoryWhenWide() {
    WorkerIdStatus released = held(NOW).released(NOW - 5, PastWindow.End.GRACEFUL, 20);

    String text =
        WorkersOutput.of(
            List.of(
                workerId("shop/orders", 0, held(NOW + 1)), workerId("shop/orders", 1, released)),
            OutputFormat.WIDE,
            NOW);

    assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "GENERATOR ID STATE POD NODE TURN FROM UNTIL POD-UID FLOOR PAST",
            "shop/orders 0 Held x2v n1 1 2026-11-23T08:00:00.000Z 2026-11-23T12:00:00.001Z "
                + UID
                + " 2026-11-23T08:00:00.000Z 0",
            "shop/orders 1 Free <none> <none> <none> <none> <none> <none> 2026-11-23T11:59:59.995Z"
                + " 1");
  }

  @Test
  void shouldPrintObjectsAsTheyAreWhenYamlOrJson() {
    List<WorkerId> workerIds = List.of(workerId("shop/orders", 3, held(NOW)));

    assertThat(WorkersOutput.of(workerIds, OutputFormat.YAML, NOW))
        .startsWith("apiVersion: \"v1\"\nkind: \"List\"\nitems:\n")
        .contains("    window:\n", "podUid: \"" + UID + "\"\n", "turn: 1\n");
    assertThat(WorkersOutput.of(workerIds, OutputFormat.JSON, NOW))
        .startsWith("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n")
        .contains("        \"podUid\": \"" + UID + "\"")
        .endsWith("}\n");
  }

  @Test
  void shouldPrintResourceNamesWhenName() {
    List<WorkerId> workerIds =
        List.of(workerId("shop/orders", 10, null), workerId("shop/orders", 9, null));

    assertThat(WorkersOutput.of(workerIds, OutputFormat.NAME, NOW))
        .isEqualTo(
            """
            workerid.kezuri.dev/shop.orders.9
            workerid.kezuri.dev/shop.orders.10
            """);
  }

  private static String decoded(OutputFormat format) {
    return DecodeOutput.of(IDS, IdLayout.DEFAULT, format);
  }

  private static WorkerIdStatus held(long notAfterMs) {
    return new WorkerIdStatus(
        "2026-11-23T08:00:00.000Z",
        new HeldWindow(
            UID, "x2v", "n1", 1, "2026-11-23T08:00:00.000Z", UtcMillis.format(notAfterMs)),
        List.of());
  }

  private static WorkerId workerId(String generator, int id, WorkerIdStatus status) {
    WorkerId workerId = new WorkerId();
    workerId.getMetadata().setName(WorkerId.nameOf(generator, id));
    workerId.setSpec(new WorkerIdSpec(generator, id, LayoutSpec.defaults()));
    workerId.setStatus(status);
    return workerId;
  }
}
