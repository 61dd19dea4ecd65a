// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node without containers: runs the container {@code kezuri-sidecar} of each pod assigned to it
 * as a process, and keeps files and status of the pod as a real kubelet does. Pods without that
 * container are left alone. Application containers are not run.
 *
 * <p>Its processes end with it, and with this JVM, whatever ends it.
 */
public final class ProcessKubelet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessKubelet.class);
  private static final long CLOSE_SECONDS = 5;

  private final KubernetesClient client;
  private final KubeletOptions options;
  private final Binder binder;
  private final Pause pause = new Pause();
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kubelet-timer").factory());
  private final Node node = new ThisNode();
  private SharedIndexInformer<Pod> informer;
  private volatile boolean closed;

  /** A node that does nothing before {@link #start}; the client stays the caller's. */
  public ProcessKubelet(KubernetesClient client, KubeletOptions options) {
    this.client = client;
    this.options = options;
    this.binder = new Binder(client, options.node(), node);
  }

  /** Starts looking at pods; returns when those that are there have been seen. */
  public synchronized void start() {
    informer = client.pods().inAnyNamespace().inform(new Handler(), 0);
    Set<String> there =
        informer.getStore().list().stream()
            .map(pod -> pod.getMetadata().getUid())
            .collect(Collectors.toSet());
    workers.forEach(
        (uid, worker) -> {
          if (!there.contains(uid)) {
            worker.offer(new PodEvent.ObjectGone(true));
          }
        });
  }

  /** The node is cut off: nothing is seen, written, probed or restarted; processes live on. */
  public synchronized void pause() {
    pause.set(true);
    informer.close();
  }

  /** The node is back. */
  public synchronized void resume() {
    start();
    pause.set(false);
  }

  /** Returns the newest pod of that name on this node. */
  public Optional<RunningPod> pod(String namespace, String name) {
    return workers.values().stream()
        .filter(w -> w.pod().getMetadata().getNamespace().equals(namespace))
        .filter(w -> w.pod().getMetadata().getName().equals(name))
        .max(Comparator.comparing(w -> w.pod().getMetadata().getCreationTimestamp()))
        .map(RunningPod::new);
  }

  /** Returns the pod of that UID, also when its object is gone and its process is ending. */
  public Optional<RunningPod> pod(String uid) {
    return Optional.ofNullable(workers.get(uid)).map(RunningPod::new);
  }

  /** Returns whether no pod is left on this node. */
  public boolean idle() {
    return workers.isEmpty();
  }

  /** Ends all processes (TERM, some seconds, KILL) and removes the pods' folders; no status. */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      if (informer != null) {
        informer.close();
      }
    }
    pause.set(false);
    timer.shutdownNow();
    workers.values().forEach(PodWorker::close);
    List<SidecarProcess> processes =
        workers.values().stream().flatMap(w -> w.process().stream()).toList();
    processes.forEach(SidecarProcess::term);
    processes.forEach(process -> process.await(CLOSE_SECONDS, TimeUnit.SECONDS));
    workers.values().forEach(w -> w.folder().remove());
    workers.clear();
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      seen(pod);
    }

    @Override
    public void onUpdate(Pod old, Pod pod) {
      if (!old.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
        gone(old);
      }
      seen(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      gone(pod);
    }
  }

  private void gone(Pod pod) {
    PodWorker worker = workers.get(pod.getMetadata().getUid());
    if (worker != null) {
      worker.offer(new PodEvent.ObjectGone(false));
    }
  }

  private void seen(Pod pod) {
    if (pod.getSpec().getNodeName() == null) {
      if (options.binds() && PodWorker.sidecar(pod).isPresent()) {
        binder.consider(pod);
      }
      return;
    }
    if (!options.node().equals(pod.getSpec().getNodeName()) || closed) {
      return;
    }
    PodWorker known = workers.get(pod.getMetadata().getUid());
    if (known != null) {
      compare(known, pod);
    } else if (PodWorker.sidecar(pod).isPresent() && !Binder.terminal(pod)) {
      admit(pod);
    }
  }

  private void admit(Pod pod) {
    PodWorker worker = new PodWorker(node, pod);
    workers.put(pod.getMetadata().getUid(), worker);
    if (pod.getMetadata().getDeletionTimestamp() == null) {
      worker.offer(new PodEvent.Admitted());
    } else {
      worker.offer(new PodEvent.DeleteAsked(graceMs(pod)));
    }
  }

  private static void compare(PodWorker worker, Pod pod) {
    Pod old = worker.pod();
    worker.update(pod);
    if (pod.getMetadata().getDeletionTimestamp() != null
        && (old.getMetadata().getDeletionTimestamp() == null || graceMs(old) != graceMs(pod))) {
      worker.offer(new PodEvent.DeleteAsked(graceMs(pod)));
    }
    if (!Objects.equals(old.getMetadata().getAnnotations(), pod.getMetadata().getAnnotations())
        || !Objects.equals(old.getMetadata().getLabels(), pod.getMetadata().getLabels())) {
      worker.offer(new PodEvent.MetadataChanged());
    }
    if (!image(old).equals(image(pod))) {
      worker.offer(new PodEvent.ImageChanged());
    }
  }

  private static Optional<String> image(Pod pod) {
    return PodWorker.sidecar(pod).map(Container::getImage);
  }

  private static long graceMs(Pod pod) {
    Long seconds = pod.getMetadata().getDeletionGracePeriodSeconds();
    return 1000 * (seconds == null ? 30 : seconds);
  }

  private final class ThisNode implements Node {
    @Override
    public KubernetesClient client() {
      return client;
    }

    @Override
    public KubeletOptions options() {
      return options;
    }

    @Override
    public InstantSource time() {
      return InstantSource.system();
    }

    @Override
    public Pause pause() {
      return pause;
    }

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public void after(long delayMs, Runnable task) {
      try {
        var _ = timer.schedule(task, delayMs, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("not done, as the kubelet is closed", e);
      }
    }

    @Override
    public void forget(PodWorker worker) {
      workers.remove(worker.pod().getMetadata().getUid(), worker);
    }
  }
}
