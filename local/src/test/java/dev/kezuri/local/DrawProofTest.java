// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawProofTest {
  private static final long NOW = IdLayout.DEFAULT.epochMs() + 1_000_000;
  private static final Lease LEASE =
      new Lease("ns/demo", "uid", 7, new Window(NOW, NOW + 1000), 0, IdLayout.DEFAULT);

  private final DrawProof proof = new DrawProof();

  @Test
  void shouldFindNoFaultInOrderedIdsOfTheWindow() {
    proof.add("a", LEASE, List.of(id(NOW, 7, 0), id(NOW, 7, 1), id(NOW + 999, 7, 0)));

    assertThat(proof.faults()).isEmpty();
    assertThat(proof.count()).isEqualTo(3);
  }

  @Test
  void shouldNameBothPodsWhenAnIdCameTwice() {
    proof.add("a", LEASE, List.of(id(NOW, 7, 0)));
    proof.add("b", LEASE, List.of(id(NOW, 7, 0)));

    assertThat(proof.faults()).singleElement().asString().contains("pod b").contains("by a");
  }

  @Test
  void shouldFindIdsOutOfOrder() {
    proof.add("a", LEASE, List.of(id(NOW, 7, 1), id(NOW, 7, 0)));

    assertThat(proof.faults()).singleElement().asString().contains("not above");
  }

  @Test
  void shouldFindAnotherPodsWorkerId() {
    proof.add("a", LEASE, List.of(id(NOW, 8, 0)));

    assertThat(proof.faults()).singleElement().asString().contains("worker ID 8, not 7");
  }

  @Test
  void shouldFindIdsOutsideTheWindow() {
    proof.add("a", LEASE, List.of(id(NOW - 1, 7, 0), id(NOW + 1000, 7, 0)));

    assertThat(proof.faults()).hasSize(2).allMatch(fault -> fault.contains("outside"));
  }

  private static long id(long timestampMs, int workerId, int sequence) {
    return IdLayout.DEFAULT.encode(timestampMs, workerId, sequence);
  }
}
