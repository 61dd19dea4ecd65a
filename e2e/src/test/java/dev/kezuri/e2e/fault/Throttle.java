// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.List;

/** API Priority and Fairness, set so that the operator gets 429 for what is too much. */
final class Throttle implements AutoCloseable {
  private static final String LEVEL =
      """
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: PriorityLevelConfiguration
      metadata: {name: kezuri-throttled}
      spec:
        type: Limited
        limited:
          nominalConcurrencyShares: %d
          lendablePercent: 0
          borrowingLimitPercent: 0
          limitResponse: {type: Reject}
      """;
  private static final String FLOW =
      """
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: FlowSchema
      metadata: {name: kezuri-throttled}
      spec:
        matchingPrecedence: 2
        priorityLevelConfiguration: {name: kezuri-throttled}
        rules:
        - subjects:
          - kind: ServiceAccount
            serviceAccount: {namespace: kezuri-system, name: kezuri-operator}
          resourceRules:
          - verbs: ["*"]
            apiGroups: ["*"]
            resources: ["*"]
            namespaces: ["*"]
            clusterScope: true
      """;

  private final KubernetesClient client;

  /** Refuses all that the operator asks beyond {@code shares}; 0 refuses everything. */
  Throttle(KubernetesClient client, int shares) {
    this.client = client;
    shares(shares);
    client.resource(FLOW).create();
  }

  void shares(int shares) {
    client.resource(LEVEL.formatted(shares)).createOr(NonDeletingOperation::update);
  }

  @Override
  public void close() {
    for (String yaml : List.of(FLOW, LEVEL.formatted(1))) {
      client.resource(yaml).delete();
    }
  }
}
