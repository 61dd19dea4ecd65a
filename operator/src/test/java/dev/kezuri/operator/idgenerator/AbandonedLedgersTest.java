// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static dev.kezuri.operator.idgenerator.LoopRig.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.LeaseSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AbandonedLedgersTest {
  private final LoopRig rig = new LoopRig();

  @Test
  void shouldRenewByTheLeaseThatItHadWhenItsGeneratorIsGone() {
    // Given
    IdGenerator generator = rig.apply(null, 1023);
    LeaseSpec minute = new LeaseSpec("1m");
    generator.setSpec(new IdGeneratorSpec(null, null, minute, null, null, null));
    rig.cluster.put(generator);
    rig.pod("p");
    rig.settle();
    rig.running("p", null, 0);
    rig.settle();
    assertThat(rig.lease("p").window().notAfterMs()).isEqualTo(T0 + 60_000);

    // When
    rig.cluster.delete(rig.generator());
    rig.advance(Duration.ofSeconds(30));
    rig.sweep();

    // Then
    assertThat(rig.lease("p").window().notAfterMs()).isEqualTo(T0 + 90_000);
  }
}
