// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator can be told.
 *
 * @param election the Lease by which one of several operators works; empty: this one always works.
 *     No rule of the guarantee needs it
 * @param writers the most writes under way at a time; 16 wrote fastest on a real API server
 * @param guardEvery how often a forbidden write is tried, to see that the ledger's rules are there
 * @param sweepEvery how often ledgers whose IdGenerator is gone are looked at
 */
public record OperatorConfig(
    Optional<Election> election, int writers, Duration guardEvery, Duration sweepEvery) {
  /**
   * Where the leader's Lease is. An operator that loses it ends its process, to be started anew.
   *
   * @param namespace its namespace
   * @param identity this operator's name in it, such as the pod's
   */
  public record Election(String namespace, String identity) {
    /** Name of the Lease. */
    public static final String LEASE_NAME = "kezuri-operator";
  }

  /** Checks the numbers. */
  public OperatorConfig {
    if (writers < 1) {
      throw new IllegalArgumentException("writers must be at least 1: " + writers);
    }
  }

  /** Returns the settings of an operator inside another program: no election. */
  public static OperatorConfig inProcess() {
    return new OperatorConfig(Optional.empty(), 16, Duration.ofHours(1), Duration.ofSeconds(10));
  }
}
