// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as a process: kubeconfig or service account, environment, probes, SIGTERM. */
public final class OperatorMain {
  private OperatorMain() {}

  /** Exit codes: 0 orderly or help, 1 the API server cannot be worked with, 2 usage. */
  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "dev/kezuri/operator/logback.xml");
    }
    List<String> words = List.of(args);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(OperatorOptions.HELP);
      return;
    }
    try {
      run(OperatorOptions.of(words, System.getenv()));
    } catch (IllegalArgumentException e) {
      System.err.println("kezuri-operator: " + e.getMessage() + " (--help says more)");
      System.exit(2);
    } catch (IOException | RuntimeException e) {
      log().error("cannot start", e);
      System.exit(1);
    }
  }

  private static void run(OperatorOptions options) throws IOException {
    // For the informers: an API server that starts says 429 for a second. The port asks but once.
    Config client =
        new ConfigBuilder(Config.autoConfigure(null))
            .withRequestRetryBackoffLimit(5)
            .withRequestTimeout(10_000)
            .build();
    KubernetesClient kubernetes = new KubernetesClientBuilder().withConfig(client).build();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    KezuriOperator operator =
        new KezuriOperator(
            kubernetes, options.config(), InstantSource.system(), UnaryOperator.identity(), meters);
    ManagementServer management =
        new ManagementServer(options.managementPort(), meters, operator::healthy, operator::ready);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.close();
                  management.close();
                  kubernetes.close();
                }));
    operator.start();
    log()
        .atInfo()
        .addKeyValue("management", management.port())
        .addKeyValue("election", options.config().election().isPresent())
        .log("kezuri-operator works");
  }

  // Not a constant: its configuration is named in main.
  private static Logger log() {
    return LoggerFactory.getLogger(OperatorMain.class);
  }
}
