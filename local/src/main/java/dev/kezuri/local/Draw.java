// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Draws IDs from several pods at the same time. */
final class Draw {
  private static final int SINGLE = 1_000;
  private static final int KEYS = 100;

  private Draw() {}

  /**
   * Returns {@code count} IDs of each pod by name, in the order they came: first by gets of one
   * key, then by gets of many.
   *
   * @throws IOException if a pod did not answer with IDs
   */
  static Map<String, List<Long>> from(List<ReadyPod> pods, int count)
      throws IOException, InterruptedException {
    Map<String, Future<List<Long>>> running = new HashMap<>();
    Map<String, List<Long>> drawn = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ReadyPod pod : pods) {
        running.put(pod.name(), threads.submit(() -> one(pod, count)));
      }
      for (Map.Entry<String, Future<List<Long>>> one : running.entrySet()) {
        drawn.put(one.getKey(), one.getValue().get());
      }
      return drawn;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private static List<Long> one(ReadyPod pod, int count) throws IOException {
    List<Long> ids = new ArrayList<>(count);
    try (TextClient client = new TextClient(pod.address())) {
      while (ids.size() < count) {
        int keys = ids.size() < SINGLE ? 1 : Math.min(KEYS, count - ids.size());
        ids.addAll(client.get(keys));
      }
      return ids;
    } catch (IOException e) {
      throw new IOException("pod " + pod.name() + ": " + e.getMessage(), e);
    }
  }
}
