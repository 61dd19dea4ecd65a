// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.golden.Golden;
import dev.kezuri.operator.apply.PatchStep;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The IdGenerators of {@code deploy/argocd/testdata} are what the operator writes; {@code
 * e2e/conditions.sh} has kstatus and Argo CD's Lua read them.
 */
class ArgoCasesTest {
  private static final Path FOLDER = Path.of("..", "deploy", "argocd", "testdata");

  private final LoopRig rig = new LoopRig();

  @Test
  void shouldBeGrantingWhenAPodHasItsNumber() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.advance(Duration.ofSeconds(2));
    rig.settle();
    compare("granting", rig.generator());
  }

  @Test
  void shouldBeExhaustedWhenAPodWaits() {
    compare("exhausted", exhausted());
  }

  @Test
  void shouldBeUnseenWhenNobodyHasLooked() {
    // As the API server completes what has no status.
    IdGenerator generator = rig.apply(null, 1023);
    generator.setStatus(
        new IdGeneratorStatus(-1L, null, null, null, null, null, null, null, null, null, null));
    compare("unseen", generator);
  }

  @Test
  void shouldBeStaleWhenTheSpecIsNewerThanTheStatus() {
    IdGenerator generator = exhausted();
    generator.getMetadata().setGeneration(2L);
    compare("stale", generator);
  }

  @Test
  void shouldBeGoingWhenItIsDeleted() {
    IdGenerator generator = exhausted();
    generator.getMetadata().setDeletionTimestamp("2026-11-23T09:00:00Z");
    compare("deleted", generator);
  }

  @Test
  void shouldBeInConflictWhenAnotherLayoutsLedgerIsThere() {
    granted();
    rig.apply(new LayoutSpec(null, 40, null, null), 1023);
    rig.settle();
    compare("conflict", rig.generator());
  }

  @Test
  void shouldBeRestoredWhenTheLedgerIsAnotherClusters() {
    granted();
    PatchStep foreign = PatchStep.add("/metadata/annotations", Map.of("kezuri.dev/ledger", "x"));
    rig.cluster.patchGenerator("shop", "orders", List.of(foreign));
    rig.settle();
    compare("restored", rig.generator());
  }

  @Test
  void shouldBeUnguardedWhenTheRulesAreGone() {
    granted();
    rig.cluster.unguard();
    rig.advance(Duration.ofHours(1));
    rig.settle();
    compare("unguarded", rig.generator());
  }

  @Test
  void shouldBeSkewedWhenTheClocksDiffer() {
    granted();
    rig.jump(Duration.ofHours(1).toMillis());
    rig.settle();
    compare("clock-skew", rig.generator());
  }

  @Test
  void shouldWarnAYearAheadAndStopWhenTimestampsEnd() {
    rig.apply(new LayoutSpec("2026-11-23T00:00:00.000Z", 34, null, null), 1023);
    rig.pod("p");
    rig.settle();
    compare("timestamps-ending", rig.generator());
    rig.advance(Duration.ofDays(200));
    rig.settle();
    compare("timestamps-over", rig.generator());
  }

  private void granted() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
  }

  private IdGenerator exhausted() {
    rig.apply(null, 0);
    rig.pod("p");
    rig.settle();
    rig.pod("q");
    rig.settle();
    return rig.generator();
  }

  private static void compare(String name, IdGenerator generator) {
    generator.getMetadata().setResourceVersion(null);
    Golden.compare(FOLDER.resolve(name + ".yaml"), Serialization.asYaml(generator));
  }
}
