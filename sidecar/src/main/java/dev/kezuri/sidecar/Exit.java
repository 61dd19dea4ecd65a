// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.concurrent.CompletableFuture;

/** Where any thread asks for the process to end; the first one wins. */
final class Exit {
  private final CompletableFuture<ExitCode> code = new CompletableFuture<>();

  void request(ExitCode wanted) {
    code.complete(wanted);
  }

  /** Waits for the first request. */
  ExitCode await() {
    return code.join();
  }

  boolean isRequested() {
    return code.isDone();
  }
}
