// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.InstantSource;
import java.util.List;

/** Pods whose label names an IdGenerator that is not there: no turn ever sees them. */
final class PodsWithoutGenerator {
  private final ClusterView view;
  private final ClusterPort port;
  private final InstantSource clock;
  private final Notices notices;
  private final OperatorMetrics metrics;

  PodsWithoutGenerator(
      ClusterView view,
      ClusterPort port,
      InstantSource clock,
      Notices notices,
      OperatorMetrics metrics) {
    this.view = view;
    this.port = port;
    this.clock = clock;
    this.notices = notices;
    this.metrics = metrics;
  }

  /** Tells such pods, and forgets what was known of generators that are gone. */
  void sweep() {
    int waiting = 0;
    for (String generator : view.generatorsOfPods()) {
      if (view.generator(generator).isEmpty()) {
        waiting += look(generator);
      }
    }
    metrics.withoutGenerator(waiting);
    metrics.keepOnly(name -> view.generator(name).isPresent());
    notices.keepOnly(
        name -> view.generator(name).isPresent() || view.generatorsOfPods().contains(name));
  }

  private int look(String generator) {
    List<Pod> waiting =
        view.pods(generator).stream()
            .filter(pod -> PodTroubles.withoutGenerator(generator, pod, clock.millis()).isPresent())
            .toList();
    int slash = generator.indexOf('/');
    // The cache may be behind, and the words would be wrong.
    if (waiting.isEmpty()
        || !(port.getGenerator(generator.substring(0, slash), generator.substring(slash + 1))
            instanceof Answer.NotFound<?>)) {
      return 0;
    }
    notices.ofPodsWithoutGenerator(generator, waiting, clock.millis());
    return waiting.size();
  }
}
