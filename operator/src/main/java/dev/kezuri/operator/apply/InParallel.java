// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Independent pieces of work, begun in order, each where the executor runs it. */
public final class InParallel {
  private InParallel() {}

  /** Returns the results in the order of {@code work} once all are there. */
  public static <T, R> List<R> run(Executor executor, Collection<T> work, Function<T, R> each) {
    List<CompletableFuture<R>> begun =
        work.stream()
            .map(piece -> CompletableFuture.supplyAsync(() -> each.apply(piece), executor))
            .toList();
    // All end before the first failure is told: no write is under way after the caller has heard.
    CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
        .exceptionally(failure -> null)
        .join();
    try {
      return begun.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
