// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import java.time.Duration;

/**
 * What a connection may take.
 *
 * @param maxConnections how many are served at a time
 * @param idle how long a connection may go without a command answered or bytes read by the client
 * @param partial how long a begun command may stay unfinished
 */
public record Limits(int maxConnections, Duration idle, Duration partial) {
  /** 1,024 connections, 10 min idle, 30 s for a command. */
  public static final Limits DEFAULT =
      new Limits(1024, Duration.ofMinutes(10), Duration.ofSeconds(30));

  /** Longer than any process lives. */
  public static final Duration NEVER = Duration.ofDays(36_500);

  /** Checks that all are positive. */
  public Limits {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections must be positive: " + maxConnections);
    }
    if (!idle.isPositive() || !partial.isPositive()) {
      throw new IllegalArgumentException("times must be positive: " + idle + " " + partial);
    }
  }
}
