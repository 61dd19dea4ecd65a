// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits, where no fault is done, until all is as it should be; that it is in time is asked. */
public final class Settling {
  private static final Duration BOUND = Duration.ofSeconds(180);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Tally tally;
  private final PrintStream out;

  /** What does not settle is broken in {@code tally}. */
  public Settling(Tally tally, PrintStream out) {
    this.tally = tally;
    this.out = out;
  }

  /** Waits until nothing is left of what should not be. */
  public void await(String when, Callable<List<String>> left) {
    out.println(when + " …");
    try {
      Awaitility.await()
          .atMost(BOUND)
          .pollInterval(POLL)
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .until(() -> left.call().isEmpty());
    } catch (ConditionTimeoutException e) {
      tally.broken("%s: after %d s still %s".formatted(when, BOUND.toSeconds(), last(left)));
    }
  }

  private static Object last(Callable<List<String>> left) {
    try {
      return left.call();
    } catch (Exception e) {
      return e;
    }
  }
}
