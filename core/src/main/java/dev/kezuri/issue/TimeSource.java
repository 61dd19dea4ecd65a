// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

/** Where the two clocks come from; tests and simulations bring their own. */
public interface TimeSource {
  /** The machine's clocks. */
  TimeSource SYSTEM =
      new TimeSource() {
        @Override
        public long wallMs() {
          return System.currentTimeMillis();
        }

        @Override
        public long monotonicNs() {
          return System.nanoTime();
        }
      };

  /** Returns the time of day in ms since 1970; it may jump either way. */
  long wallMs();

  /** Returns ns since some fixed point; it never goes back within a process. */
  long monotonicNs();
}
