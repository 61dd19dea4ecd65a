// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flags and environment of the process.
 *
 * @param config what the operator is told
 * @param managementPort port of probes and metrics, 0 for any free one
 */
record OperatorOptions(OperatorConfig config, int managementPort) {
  static final String HELP =
      """
      kezuri-operator: grants worker IDs to pods labelled kezuri.dev/id-generator.

      It finds the API server as kubectl does: KUBECONFIG, ~/.kube/config, or the service account
      of its pod. Each flag has an environment variable, which the flag overrides:

        --no-leader-election     KEZURI_LEADER_ELECTION=false   work without asking other replicas
        --namespace NAME         KEZURI_NAMESPACE (kezuri-system)   where the Lease kezuri-operator is
        --identity NAME          KEZURI_IDENTITY (HOSTNAME)     this replica's name in the Lease
        --management-port PORT   KEZURI_MANAGEMENT_PORT (8080)  /healthz /readyz /metrics; 0: any
                                 KEZURI_LOG_LEVEL (INFO)        TRACE DEBUG INFO WARN ERROR
        --help, -h               this page

      Exit codes: 0 help, 1 failed, 2 usage, 3 the Lease was lost, 4 the API server does not answer,
      5 rights are missing, 6 the CRDs are missing; 143 after SIGTERM. One line on standard error
      says more. docs/operator.md has the rest.
      """;

  static OperatorOptions of(List<String> words, Map<String, String> env) {
    boolean election = election(env.getOrDefault("KEZURI_LEADER_ELECTION", "true"));
    String namespace = env.getOrDefault("KEZURI_NAMESPACE", "kezuri-system");
    String identity =
        env.getOrDefault(
            "KEZURI_IDENTITY",
            env.getOrDefault("HOSTNAME", "pid-" + ProcessHandle.current().pid()));
    String port = env.getOrDefault("KEZURI_MANAGEMENT_PORT", "8080");
    for (int at = 0; at < words.size(); at++) {
      switch (words.get(at)) {
        case "--no-leader-election" -> election = false;
        case "--namespace" -> namespace = value(words, at++);
        case "--identity" -> identity = value(words, at++);
        case "--management-port" -> port = value(words, at++);
        default -> throw new IllegalArgumentException("no such flag: " + words.get(at));
      }
    }
    OperatorConfig defaults = OperatorConfig.inProcess();
    OperatorConfig config =
        new OperatorConfig(
            election
                ? Optional.of(new OperatorConfig.Election(namespace, identity))
                : Optional.empty(),
            defaults.writers(),
            defaults.guardEvery(),
            defaults.sweepEvery());
    return new OperatorOptions(config, port(port));
  }

  private static boolean election(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "KEZURI_LEADER_ELECTION must be true or false: " + text);
    };
  }

  private static String value(List<String> words, int at) {
    if (at + 1 >= words.size()) {
      throw new IllegalArgumentException("a value must follow: " + words.get(at));
    }
    return words.get(at + 1);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the management port must be 0 to 65535: " + text, e);
    }
    throw new IllegalArgumentException("the management port must be 0 to 65535: " + text);
  }
}
