// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.story.LabelledPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Keeps so many pods, as a ReplicaSet does, every third on the far node; each has clients. */
final class Population {
  private static final int FAR_ONE_IN = 3;

  private final KubernetesClient client;
  private final String namespace;
  private final Nodes nodes;
  private final IdLog log;
  private final Tally tally;
  private final Map<String, Member> members = new ConcurrentHashMap<>();
  private final Map<String, Clients> clients = new ConcurrentHashMap<>();
  private final Map<Integer, String> uids = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile int target;
  private volatile boolean closed;

  Population(KubernetesClient client, String namespace, Nodes nodes, IdLog log, Tally tally) {
    this.client = client;
    this.namespace = namespace;
    this.nodes = nodes;
    this.log = log;
    this.tally = tally;
  }

  /** Wants so many pods from now on. */
  void scale(int pods) {
    target = pods;
  }

  int target() {
    return target;
  }

  /** Looks at what is there, and makes or deletes what differs; nothing while nobody answers. */
  synchronized void keep() {
    if (closed) {
      return;
    }
    List<Pod> alive = alive();
    alive.stream().filter(this::unknown).forEach(pod -> delete(pod.getMetadata().getName(), 10));
    alive.removeIf(this::unknown);
    Collection<String> uids =
        alive.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    members.values().removeIf(m -> !uids.contains(m.uid()) && nodes.pod(m.uid()).isEmpty());
    clients.keySet().removeIf(uid -> !members.containsKey(uid));
    members.values().stream()
        .filter(m -> uids.contains(m.uid()) && m.doomed() && !m.serves())
        .forEach(m -> delete(m, 10));
    for (int count = alive.size(); count < target; count++) {
      make();
    }
    for (int count = alive.size(); count > target; count--) {
      delete(members.get(alive.get(count - 1).getMetadata().getUid()), 10);
    }
  }

  private List<Pod> alive() {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** A restore has brought back a pod that was deleted since: one too many. */
  private boolean unknown(Pod pod) {
    return !members.containsKey(pod.getMetadata().getUid());
  }

  private void make() {
    int number = next.incrementAndGet();
    ClockFile clock = nodes.newClock(number);
    Pod pod = LabelledPod.of(namespace, "c-" + number, Nodes.image(number));
    Pod made =
        client
            .resource(
                far(number)
                    ? new PodBuilder(pod).editSpec().withNodeName(Nodes.FAR).endSpec().build()
                    : pod)
            .create();
    Member member =
        new Member(made.getMetadata().getName(), made.getMetadata().getUid(), number, clock);
    members.put(member.uid(), member);
    uids.put(number, member.uid());
  }

  /** Starts clients for pods that nodes have taken on. */
  void attend() {
    for (Member member : members.values()) {
      if (nodes.pod(member.uid()).isPresent()) {
        clients.computeIfAbsent(
            member.uid(),
            uid -> {
              Clients started = new Clients(member, nodes, log, tally);
              Thread.ofVirtual().name("clients-of-" + member.name()).start(guarded(started));
              return started;
            });
      }
    }
  }

  private Runnable guarded(Runnable run) {
    return () -> {
      try {
        run.run();
      } catch (RuntimeException e) {
        tally.broken("clients ended: " + e);
      }
    };
  }

  /** Deletes a pod with so many seconds of grace; 0 is by force. */
  void delete(Member member, long graceSeconds) {
    delete(member.name(), graceSeconds);
  }

  private void delete(String pod, long graceSeconds) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(graceSeconds).delete();
  }

  /** Returns the pods that are there or of which a process is left. */
  List<Member> members() {
    return List.copyOf(members.values());
  }

  /** Returns whether the pod is one of the far node's. */
  static boolean far(Member member) {
    return far(member.number());
  }

  private static boolean far(int number) {
    return number % FAR_ONE_IN == 0;
  }

  /** Returns one of them, or null if there is none. */
  Member any(Random random) {
    List<Member> all =
        members().stream().sorted((a, b) -> Integer.compare(a.number(), b.number())).toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  /** Returns what keeps {@code wanted} pods from serving: words of each, or that some lack. */
  List<String> silent(int wanted) {
    List<Pod> alive = alive();
    List<String> found = new ArrayList<>();
    alive.stream()
        .filter(pod -> !unknown(pod))
        .map(pod -> members.get(pod.getMetadata().getUid()))
        .filter(member -> !member.serves() || member.doomed())
        .forEach(member -> found.add(member.name() + ": " + member.words()));
    if (alive.size() != wanted) {
      found.add(alive.size() + " pods instead of " + wanted);
    }
    return found;
  }

  /** Returns the UIDs of all pods there ever were, by their numbers. */
  Map<Integer, String> uids() {
    return Map.copyOf(uids);
  }

  /** Makes no more pods, and ends all clients. */
  void close() {
    closed = true;
    clients.values().forEach(Clients::stop);
  }
}
