// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port that remembers what the server answered to its own writes until the informers have seen it
 * too. Without it the next reconcile would plan on the state before its own writes: every such plan
 * loses its compare-and-swap, so nothing goes wrong, but a hundred grants would cost hundreds of
 * conflicts.
 */
public final class RecentWrites implements ClusterPort {
  /** After this the informer is believed: an object it has not is gone. */
  private static final long FORGET_AFTER_MS = 10_000;

  private record Written<T>(T object, long atMs) {}

  private final ClusterPort port;
  private final InstantSource clock;
  private final Map<String, Written<WorkerId>> workerIds = new ConcurrentHashMap<>();
  private final Map<String, Written<Pod>> pods = new ConcurrentHashMap<>();
  private final Map<String, Written<IdGenerator>> generators = new ConcurrentHashMap<>();

  /** Remembers what goes through {@code port}. */
  public RecentWrites(ClusterPort port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  /** Returns the WorkerIds of {@code cached}, each in its newest version, and those made since. */
  public List<WorkerId> workerIds(String generator, Collection<WorkerId> cached) {
    Map<String, WorkerId> newest = new LinkedHashMap<>();
    cached.forEach(seen -> newest.put(seen.getMetadata().getName(), newest(workerIds, seen)));
    workerIds.forEach(
        (name, written) -> {
          if (old(written)) {
            workerIds.remove(name, written);
          } else if (written.object().getSpec().generator().equals(generator)) {
            newest.putIfAbsent(name, written.object());
          }
        });
    return new ArrayList<>(newest.values());
  }

  /** Returns {@code cached}, or what this port made of it since. */
  public Pod pod(Pod cached) {
    return newest(pods, cached);
  }

  /** Returns {@code cached}, or what this port made of it since. */
  public IdGenerator generator(IdGenerator cached) {
    return newest(generators, cached);
  }

  private <T extends HasMetadata> T newest(Map<String, Written<T>> written, T cached) {
    String key = key(cached);
    Written<T> own = written.get(key);
    if (own == null) {
      return cached;
    }
    if (old(own)
        || !own.object().getMetadata().getUid().equals(cached.getMetadata().getUid())
        || version(cached) >= version(own.object())) {
      written.remove(key, own);
      return cached;
    }
    return own.object();
  }

  private boolean old(Written<?> written) {
    // Either way: after a clock was set back an object that is gone would be believed for as long.
    return Math.abs(clock.millis() - written.atMs()) > FORGET_AFTER_MS;
  }

  private static String key(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return namespace == null ? name : namespace + "/" + name;
  }

  // Numbers that only grow: the API promises it since Kubernetes 1.35, etcd always did.
  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }

  private <T extends HasMetadata> Answer<T> keep(
      Map<String, Written<T>> written, Answer<T> answer) {
    written.values().removeIf(this::old);
    answer
        .stored()
        .ifPresent(
            object ->
                written.merge(
                    key(object),
                    new Written<>(object, clock.millis()),
                    (a, b) -> version(a.object()) > version(b.object()) ? a : b));
    return answer;
  }

  @Override
  public Answer<WorkerId> getWorkerId(String name) {
    return keep(workerIds, port.getWorkerId(name));
  }

  @Override
  public Answer<List<WorkerId>> listWorkerIds(String generator) {
    return port.listWorkerIds(generator);
  }

  @Override
  public Answer<WorkerId> createWorkerId(WorkerId wanted) {
    return keep(workerIds, port.createWorkerId(wanted));
  }

  @Override
  public Answer<WorkerId> putWorkerIdStatus(WorkerId changed) {
    Answer<WorkerId> answer = keep(workerIds, port.putWorkerIdStatus(changed));
    if (answer instanceof Answer.NotFound<WorkerId>) {
      workerIds.remove(key(changed));
    }
    return answer;
  }

  @Override
  public Answer<WorkerId> tryWorkerIdStatus(WorkerId changed) {
    return port.tryWorkerIdStatus(changed);
  }

  @Override
  public Answer<WorkerId> removeWorkerId(WorkerId known) {
    workerIds.remove(key(known));
    return port.removeWorkerId(known);
  }

  @Override
  public Answer<Pod> getPod(String namespace, String name) {
    return keep(pods, port.getPod(namespace, name));
  }

  @Override
  public Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps) {
    return keep(pods, port.patchPod(namespace, name, steps));
  }

  @Override
  public Answer<IdGenerator> getGenerator(String namespace, String name) {
    return keep(generators, port.getGenerator(namespace, name));
  }

  @Override
  public Answer<IdGenerator> putGeneratorStatus(IdGenerator changed) {
    return keep(generators, port.putGeneratorStatus(changed));
  }

  @Override
  public Answer<IdGenerator> patchGenerator(String namespace, String name, List<PatchStep> steps) {
    return keep(generators, port.patchGenerator(namespace, name, steps));
  }

  @Override
  public Answer<Event> createEvent(Event event) {
    return port.createEvent(event);
  }

  @Override
  public Answer<Long> serverTimeMs() {
    return port.serverTimeMs();
  }

  @Override
  public Answer<String> clusterUid() {
    return port.clusterUid();
  }
}
