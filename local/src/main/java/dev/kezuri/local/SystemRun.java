// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import java.util.List;
import java.util.concurrent.TimeoutException;

/** The whole system, running on this machine. */
sealed interface SystemRun extends AutoCloseable permits LocalRun, NodeRun {
  /** Returns the sample pods whose condition Ready holds, by their ports. */
  List<ReadyPod> readyPods();

  /** Returns whether everything has started, and nothing was ended. */
  boolean complete();

  /** Sees to it that what explains a failure is in the run's folder, at its end at the latest. */
  void saveLogs();

  /** Ends it in order, as far as it was started: pods as a person would, so that they resign. */
  void end() throws InterruptedException, TimeoutException;

  /** Ends what {@link #end} has not. */
  @Override
  void close();
}
