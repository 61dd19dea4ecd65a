// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.apply.Preflight;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as a process: kubeconfig or service account, environment, probes, SIGTERM. */
public final class OperatorMain {
  private OperatorMain() {}

  /** Ends with one of the codes of {@link OperatorExit}, and one line that says why. */
  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "dev/kezuri/operator/logback.xml");
    }
    List<String> words = List.of(args);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(OperatorOptions.HELP);
      return;
    }
    System.exit(run(words, InstantSource.system()).code());
  }

  static OperatorExit run(List<String> words, InstantSource clock) {
    try {
      return run(OperatorOptions.of(words, System.getenv()), clock);
    } catch (IllegalArgumentException e) {
      return ended(OperatorExit.USAGE, e.getMessage() + " (--help says more)");
    } catch (IOException | RuntimeException e) {
      log().debug("cannot work", e);
      return ended(OperatorExit.FAILED, "cannot work: " + e);
    }
  }

  private static OperatorExit run(OperatorOptions options, InstantSource clock) throws IOException {
    // For the informers: an API server that starts says 429 for a second. The port asks but once.
    Config client =
        new ConfigBuilder(Config.autoConfigure(null))
            .withRequestRetryBackoffLimit(5)
            .withRequestTimeout(10_000)
            .build();
    KubernetesClient kubernetes = new KubernetesClientBuilder().withConfig(client).build();
    Optional<Preflight.Finding> finding =
        new Preflight(kubernetes)
            .find(options.config().election().map(OperatorConfig.Election::namespace));
    if (finding.isPresent()) {
      return ended(OperatorExit.of(finding.get().kind()), finding.get().words());
    }
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new UptimeMetrics().bindTo(meters);
    KezuriOperator operator =
        new KezuriOperator(kubernetes, options.config(), clock, UnaryOperator.identity(), meters);
    ManagementServer management =
        new ManagementServer(options.managementPort(), meters, operator::trouble, operator::ready);
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
    operator.lost().join();
    return ended(OperatorExit.LEASE_LOST, "another replica leads now, or will soon");
  }

  private static OperatorExit ended(OperatorExit code, String why) {
    System.err.println("kezuri-operator: " + why.replace('\n', ' '));
    return code;
  }

  // Not a constant: its configuration is named in main.
  private static Logger log() {
    return LoggerFactory.getLogger(OperatorMain.class);
  }
}
