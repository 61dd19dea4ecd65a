// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import java.util.ArrayList;
import java.util.List;

/** What the framework's informers say of themselves, the worst of them. */
final class InformerStates {
  private InformerStates() {}

  static Health.Informers of(RuntimeInfo framework) {
    List<InformerHealthIndicator> all = new ArrayList<>();
    for (RegisteredController<?> controller : framework.getRegisteredControllers()) {
      for (InformerWrappingEventSourceHealthIndicator<?> source :
          controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values()) {
        all.addAll(source.informerHealthIndicators().values());
      }
    }
    if (all.isEmpty() || all.stream().anyMatch(one -> one.getStatus() != Status.HEALTHY)) {
      return Health.Informers.DEAD;
    }
    return all.stream().allMatch(InformerHealthIndicator::isWatching)
        ? Health.Informers.WATCHING
        : Health.Informers.RECONNECTING;
  }
}
