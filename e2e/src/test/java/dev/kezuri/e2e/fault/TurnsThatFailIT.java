// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A turn that cannot be made is tried again, however often it failed before. */
@ExtendWith(SharedControlPlane.class)
class TurnsThatFailIT {
  /** More than the framework would try by itself. */
  private static final int FAILURES = 8;

  @TempDir Path folder;

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void shouldGrantThoughManyTurnsHaveFailedAndNothingHappensSince(RealControlPlane plane)
      throws Exception {
    try (Trial trial = new Trial(plane, "turns-that-fail", folder, "{}")) {
      // Given
      trial.story().pod("a");

      // When
      try (var _ =
          OperatorUnderTest.start(plane.config(), InstantSource.system(), this::withoutUid)) {
        // Then
        Story.await("a is granted", () -> trial.granted("a"));
        assertThat(asked.get()).isGreaterThan(FAILURES);
        trial.story().draw(trial.story().awaitServing("a"), 1000);
      }
    }
  }

  /** The cluster, which does not tell at first which one it is. */
  private ClusterPort withoutUid(ClusterPort port) {
    return (ClusterPort)
        Proxy.newProxyInstance(
            ClusterPort.class.getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, arguments) ->
                method.getName().equals("clusterUid") && asked.incrementAndGet() <= FAILURES
                    ? new Answer.Unavailable<String>("not now")
                    : call(port, method, arguments));
  }

  private static Object call(ClusterPort port, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(port, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
