// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What a story is judged by: its IDs, its ledger write by write, and what its pods were told. */
public final class Oracle implements AutoCloseable {
  private final IdJournal journal = new IdJournal();
  private final LedgerWitness witness;
  private final Announcements announcements;

  /** Begins to watch the generator of {@code namespace}, in the etcd at this URL too. */
  public Oracle(KubernetesClient client, String etcd, String namespace) {
    witness = new LedgerWitness(etcd, namespace + "/" + Story.GENERATOR);
    announcements = new Announcements(client, namespace);
  }

  /** Remembers what a pod gave. */
  public void drew(String podUid, List<Long> ids) {
    journal.addAll(podUid, ids);
  }

  /** Returns the witness of the ledger. */
  public LedgerWitness ledger() {
    return witness;
  }

  /** Returns the witness of what pods were told. */
  public Announcements announcements() {
    return announcements;
  }

  /** Returns how many windows were ever given. */
  public int grants() {
    return witness.grants();
  }

  /** Asserts that there is something to judge. */
  public void assertDrawn() {
    assertThat(journal.all()).as("IDs drawn in this story").isNotEmpty();
  }

  /** The guarantee, over all that was drawn and all that the ledger ever showed. */
  public void assertGuarantee(IdLayout layout) {
    announcements.lookNow();
    LeaseBook told = announcements.seen();
    assertThat(journal.duplicates()).as("IDs given twice").isEmpty();
    assertThat(witness.overlaps()).as("windows of one worker ID that overlap").isEmpty();
    assertThat(witness.outside(layout, journal.all())).as("IDs outside their windows").isEmpty();
    assertThat(witness.brokenRules()).as("writes that break a rule of the ledger").isEmpty();
    assertThat(told.changed()).as("pods told of more than one window").isEmpty();
    assertThat(witness.unfounded(told.all())).as("leases not in the ledger").isEmpty();
  }

  @Override
  public void close() {
    witness.close();
    announcements.close();
  }
}
