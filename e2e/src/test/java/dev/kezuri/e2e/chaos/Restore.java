// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.fault.EtcdHistory;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.Shipped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * etcd put back to the backup of a while ago, by the runbook: operators and the controllers of pods
 * stopped, restored, fenced, started. Nothing else may happen meanwhile.
 */
final class Restore {
  /** The lease of the rig, the 30 s that an operator's clock may be ahead, and one more. */
  private static final String UNTIL = "46s";

  private final Rig rig;
  private final Path folder;
  private int backups;

  Restore(Rig rig, Path folder) {
    this.rig = rig;
    this.folder = folder;
  }

  List<Fault> all() {
    return List.of(new Fault("etcd restored to an older backup, fenced", 1, this::restore));
  }

  /** Makes the backup that the next restore goes back to. */
  void backUp() {
    backups++;
    rig.plane().etcd().backUp(backup());
  }

  private Path backup() {
    return folder.resolve("backup-" + backups);
  }

  private boolean restore(Random random) throws Exception {
    if (backups == 0) {
      return false;
    }
    for (OperatorSlot operator : rig.operators()) {
      operator.stop();
    }
    rig.announcements().lookNow();
    rig.plane().killApiServer();
    // Pods have been told of the last of it, and etcd is about to forget it.
    rig.ledger().catchUp();
    long revision = EtcdHistory.revision(rig.plane().etcd());
    rig.plane().etcd().restore(backup());
    EtcdHistory.goPast(rig.plane().etcd(), revision);
    rig.plane().restartApiServer();
    Story.await("both kinds are served", () -> Shipped.kindsServed(rig.client()));
    fence();
    // A pod whose turn the backup does not know runs dry, and one that it does not know ends.
    rig.population().members().forEach(Member::doom);
    rig.operators().forEach(OperatorSlot::want);
    return true;
  }

  private void fence() throws IOException {
    KubectlKezuri said =
        KubectlKezuri.run(
            rig.plane().kubeconfig().orElseThrow(),
            "fence",
            "--yes",
            "-n",
            Rig.NAMESPACE,
            "--until",
            UNTIL);
    if (said.code() != 0) {
      throw new IOException("kubectl kezuri fence: " + said.said());
    }
  }
}
