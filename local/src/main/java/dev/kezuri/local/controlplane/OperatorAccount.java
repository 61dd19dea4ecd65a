// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;

/** Who the operator is. The shipped policies let nobody else write the ledger and the leases. */
public final class OperatorAccount {
  /** As in the operator's process: for its informers, whose first list must not fail. */
  private static final int RETRIES = 5;

  private static final int TIMEOUT_MS = 10_000;

  private OperatorAccount() {}

  /** Returns an admin's configuration that acts as the operator, with its shipped rights only. */
  public static Config impersonating(Config admin) {
    return new ConfigBuilder(admin)
        .withImpersonateUsername(MetadataKeys.OPERATOR_USER)
        .withRequestRetryBackoffLimit(RETRIES)
        .withRequestTimeout(TIMEOUT_MS)
        .build();
  }
}
