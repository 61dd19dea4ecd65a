// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.concurrent.CompletableFuture;

/** Where any thread asks for the process to end; the first one wins. */
public final class Exit {
  private final CompletableFuture<ExitCode> code = new CompletableFuture<>();

  /** Asks for the end. */
  public void request(ExitCode wanted) {
    code.complete(wanted);
  }

  /** Waits for the first request. */
  public ExitCode await() {
    return code.join();
  }

  /** Returns whether somebody has asked for it. */
  public boolean isRequested() {
    return code.isDone();
  }
}
