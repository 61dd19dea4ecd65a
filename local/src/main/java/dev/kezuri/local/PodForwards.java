// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.kubelet.PortAllocator.Ports;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ports of 127.0.0.1 that lead to sidecars in real pods, as {@code kubectl port-forward} does; a
 * pod that replaces another takes over its ports.
 */
final class PodForwards implements ResourceEventHandler<Pod>, AutoCloseable {
  private static final int IDS = 11_212;
  private static final int ADMIN = 11_213;
  private static final InetAddress LOOPBACK = loopback();

  private final KubernetesClient client;
  private final PortAllocator ports;
  private final int most;
  private final Map<String, Forward> forwards = new TreeMap<>();
  private final SharedIndexInformer<Pod> informer;
  private boolean closed;

  /** The connections of one pod. */
  private record Forward(Ports ports, LocalPortForward ids, LocalPortForward admin) {
    void close() throws IOException {
      try (ids;
          admin) {
        // Both, whatever becomes of the first.
      }
    }
  }

  /**
   * Watches the pods in {@code namespace} with {@code label}, until it is closed.
   *
   * @param most as many pods as there are ports for
   */
  PodForwards(
      KubernetesClient client,
      PortAllocator ports,
      int most,
      String namespace,
      Map.Entry<String, String> label) {
    this.client = client;
    this.ports = ports;
    this.most = most;
    this.informer =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(label.getKey(), label.getValue())
            .inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    see(pod);
  }

  @Override
  public void onUpdate(Pod old, Pod pod) {
    see(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean stateUnknown) {
    leave(pod);
  }

  private synchronized void see(Pod pod) {
    if (pod.isMarkedForDeletion()) {
      leave(pod);
    } else if (!closed
        && forwards.size() < most
        && ReadyPod.isReady(pod)
        && !forwards.containsKey(uid(pod))) {
      Ports taken = ports.take();
      forwards.put(
          uid(pod), new Forward(taken, to(pod, IDS, taken.ids()), to(pod, ADMIN, taken.admin())));
    }
  }

  /** One that a rolling update has started already may have waited for these ports. */
  private synchronized void leave(Pod pod) {
    if (forwards.containsKey(uid(pod))) {
      close(uid(pod));
      informer.getStore().list().stream()
          .filter(other -> !other.isMarkedForDeletion())
          .forEach(this::see);
    }
  }

  private LocalPortForward to(Pod pod, int port, int local) {
    return client.pods().resource(pod).portForward(port, LOOPBACK, local);
  }

  private synchronized void close(String uid) {
    Forward forward = forwards.remove(uid);
    if (forward != null) {
      try {
        forward.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        ports.release(forward.ports());
      }
    }
  }

  /** Returns where {@code pod} serves IDs on this machine, if it does. */
  synchronized Optional<InetSocketAddress> address(Pod pod) {
    return Optional.ofNullable(forwards.get(uid(pod)))
        .map(forward -> new InetSocketAddress(LOOPBACK, forward.ports().ids()));
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    informer.close();
    synchronized (this) {
      closed = true;
      for (String uid : Map.copyOf(forwards).keySet()) {
        close(uid);
      }
    }
  }
}
