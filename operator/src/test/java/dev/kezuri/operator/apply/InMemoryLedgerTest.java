// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.IdGenerator;
import io.fabric8.kubernetes.api.model.Pod;

class InMemoryLedgerTest extends LedgerContract {
  private final InMemoryCluster cluster = new InMemoryCluster();

  @Override
  protected ClusterPort port() {
    return cluster;
  }

  @Override
  protected Pod createPod(Pod pod) {
    return cluster.put(pod);
  }

  @Override
  protected IdGenerator createGenerator(IdGenerator generator) {
    return cluster.put(generator);
  }
}
