// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.controlplane.Progress;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What is done one after the other, told to a person while it is. */
final class Steps {
  private final Progress progress;

  Steps(Progress progress) {
    this.progress = progress;
  }

  /** Something that takes a while and may fail. */
  interface Work {
    void run() throws InterruptedException, TimeoutException;
  }

  void step(String what, Work work) throws InterruptedException, TimeoutException {
    step(what, () -> "", () -> "", work);
  }

  /**
   * Does {@code work}.
   *
   * @param detail how far it is
   * @param missing what to say more if it does not come in time
   */
  void step(String what, Supplier<String> detail, Supplier<String> missing, Work work)
      throws InterruptedException, TimeoutException {
    try (Progress.Step step = progress.begin(what, detail)) {
      work.run();
      step.done();
    } catch (TimeoutException e) {
      throw new TimeoutException(what + ": " + e.getMessage() + missing.get());
    }
  }
}
