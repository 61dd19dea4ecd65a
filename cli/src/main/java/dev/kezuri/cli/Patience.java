// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/**
 * Asks again where an API server that has just started, or that is busy, says that it is not ready:
 * a person would do the same. One that does not answer at all is told of at once.
 */
final class Patience {
  /** With the pauses between them, about four seconds. */
  private static final int TRIES = 15;

  private Patience() {}

  /** Returns the first answer that says something else. */
  static <T> T ask(Supplier<T> request) {
    for (int tries = 1; ; tries++) {
      try {
        return request.get();
      } catch (KubernetesClientException e) {
        if (tries >= TRIES || !notReady(e)) {
          throw e;
        }
        Pause.moment();
      }
    }
  }

  /** 429: storage is (re)initializing; 503: some paths are not served yet. */
  static boolean notReady(KubernetesClientException e) {
    return e.getCode() == 429
        || e.getCode() == 503
        || String.valueOf(e.getMessage()).contains("not yet ready to handle request");
  }
}
