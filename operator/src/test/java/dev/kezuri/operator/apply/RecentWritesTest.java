// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentWritesTest {
  private static final String GENERATOR = "shop/orders";

  private final InMemoryCluster cluster = new InMemoryCluster();
  private final AtomicLong nowMs = new AtomicLong(1_000_000_000);
  private final RecentWrites port =
      new RecentWrites(cluster, () -> Instant.ofEpochMilli(nowMs.get()));

  @Test
  void shouldBelieveItsOwnWriteWhenTheCacheIsBehind() {
    WorkerId written = write();

    assertThat(port.workerIds(GENERATOR, List.of())).containsExactly(written);
  }

  @Test
  void shouldBelieveTheCacheAfterTenSecondsThoughTheClockWasSetBack() {
    write();

    nowMs.addAndGet(-Duration.ofHours(1).toMillis());

    assertThat(port.workerIds(GENERATOR, List.of())).isEmpty();
  }

  @Test
  void shouldForgetAWorkerIdWhenTheServerSaysThatItIsGone() {
    WorkerId written = write();
    cluster.delete(written);

    assertThat(port.putWorkerIdStatus(written)).isInstanceOf(Answer.NotFound.class);

    assertThat(port.workerIds(GENERATOR, List.of())).isEmpty();
  }

  private WorkerId write() {
    WorkerId wanted = new WorkerId();
    wanted.setMetadata(new ObjectMetaBuilder().withName(WorkerId.nameOf(GENERATOR, 7)).build());
    wanted.setSpec(new WorkerIdSpec(GENERATOR, 7, LayoutSpec.defaults()));
    WorkerId made = port.createWorkerId(wanted).stored().orElseThrow();
    made.setStatus(WorkerIdStatus.free(0));
    return port.putWorkerIdStatus(made).stored().orElseThrow();
  }
}
