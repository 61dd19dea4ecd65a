// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.local.controlplane.OperatorAccount;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;

/**
 * Somebody who may do all, under the operator's name: what then is refused is refused by the rules
 * of the objects, not by rights or policies.
 */
public final class OperatorHand {
  private OperatorHand() {}

  /** Returns its configuration. */
  public static Config of(Config admin) {
    return new ConfigBuilder(OperatorAccount.impersonating(admin))
        .withImpersonateGroups("system:masters")
        .build();
  }
}
