// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;

/** One process that issues: an issuer on a simulated disk, whose executor runs when told. */
final class IssuerProcess {
  final ManualExecutor executor = new ManualExecutor();
  final StateFolder folder;
  final IdIssuer issuer;
  int wakes;

  IssuerProcess(ManualClock clock, SimulatedDisk disk) throws StateFolderException {
    folder = StateFolder.open(disk.attach(), false);
    issuer = new IdIssuer(clock, folder, executor, () -> wakes++);
  }

  static IssuerProcess adopting(ManualClock clock, SimulatedDisk disk, Lease lease)
      throws StateFolderException {
    IssuerProcess process = new IssuerProcess(clock, disk);
    Adoption adoption = process.issuer.adopt(lease);
    if (!(adoption instanceof Adoption.Adopted)) {
      throw new AssertionError(adoption);
    }
    return process;
  }

  /** Returns the next ID or code, after what the disk has to do first. */
  long next() {
    long id = issuer.nextId();
    while (id < 0 && Refusal.of(id) == Refusal.AWAITING_DISK && executor.runAll() > 0) {
      id = issuer.nextId();
    }
    return id;
  }

  DecodedId decoded() {
    long id = next();
    if (id < 0) {
      throw new AssertionError(Refusal.of(id));
    }
    return IdLayout.DEFAULT.decode(id);
  }

  Refusal refused() {
    return Refusal.of(next());
  }
}
