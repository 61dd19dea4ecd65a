// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.local.kubelet.PodEvent;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A machine with a kubelet: its clock, its pods, its way to the API server. */
final class Node {
  private final World world;
  private final String name;
  private final MachineClock clock;
  private final Dice dice;
  private final Map<String, PodOnNode> pods = new TreeMap<>();
  private Informer<Pod> informer;
  private boolean kubeletUp;
  private int images;
  private int faults;
  private long cutUntilMs;
  private long pausedUntilMs;
  private long clockStandsUntilMs;

  Node(World world, String name) {
    this.world = world;
    this.name = name;
    this.clock = new MachineClock(world.agenda());
    this.dice = world.dice().of(name);
    startKubelet();
  }

  World world() {
    return world;
  }

  String name() {
    return name;
  }

  MachineClock clock() {
    return clock;
  }

  /** Returns how often it was imaged anew. */
  int images() {
    return images;
  }

  List<PodOnNode> pods() {
    return new ArrayList<>(pods.values());
  }

  PodOnNode pod(String uid) {
    return pods.get(uid);
  }

  boolean kubeletUp() {
    return kubeletUp;
  }

  boolean isCut() {
    return world.nowMs() < cutUntilMs;
  }

  Informer<Pod> informer() {
    return informer;
  }

  /** Does something on this machine after a while; while it is paused nothing is done. */
  void after(long delayMs, Runnable what) {
    world.agenda().after(delayMs, () -> run(what));
  }

  private void run(Runnable what) {
    if (world.nowMs() < pausedUntilMs) {
      world.agenda().at(pausedUntilMs, () -> run(what));
    } else {
      what.run();
    }
  }

  void pause(long ms, boolean clocksStand) {
    pausedUntilMs = Math.max(pausedUntilMs, world.nowMs() + ms);
    informer.stall(ms);
    if (clocksStand) {
      // Of pauses that overlap no time is missed twice: the monotonic clock never goes back.
      long untilMs = world.nowMs() + ms;
      clock.missed(Math.max(0, untilMs - Math.max(world.nowMs(), clockStandsUntilMs)));
      clockStandsUntilMs = Math.max(clockStandsUntilMs, untilMs);
    }
  }

  void stopKubelet() {
    if (kubeletUp) {
      kubeletUp = false;
      informer.close();
    }
  }

  void startKubelet() {
    if (kubeletUp) {
      return;
    }
    kubeletUp = true;
    informer =
        new Informer<>(
            world.api(),
            dice.of("informer" + faults++),
            Pod.class,
            pod -> name.equals(pod.getSpec().getNodeName()),
            new Sight());
    listLater(informer);
  }

  private void listLater(Informer<Pod> mine) {
    after(
        dice.between(5, 2_000),
        () -> {
          if (mine != informer || !kubeletUp) {
            return;
          }
          if (isCut()) {
            listLater(mine);
          } else {
            back(mine);
          }
        });
  }

  private void back(Informer<Pod> mine) {
    mine.list(world.api().snapshot());
    for (PodOnNode pod : pods()) {
      if (mine.get(ApiServer.key(Pod.class, pod.pod().getMetadata().getName())) == null
          || !mine.get(ApiServer.key(Pod.class, pod.pod().getMetadata().getName()))
              .getMetadata()
              .getUid()
              .equals(pod.uid())) {
        pod.offer(new PodEvent.ObjectGone(true));
      }
    }
    pods().forEach(PodOnNode::goOn);
  }

  /** No packet comes through to the API server for so long; containers live on. */
  void cut(long forMs) {
    cutUntilMs = Math.max(cutUntilMs, world.nowMs() + forMs);
    informer.drop();
    world.agenda().at(cutUntilMs, this::reconnect);
  }

  private void reconnect() {
    if (!isCut() && kubeletUp && !informer.connected()) {
      listLater(informer);
    }
  }

  /** The API server was exchanged: no watch goes on. */
  void relist() {
    if (kubeletUp && !isCut()) {
      listLater(informer);
    }
  }

  /** The end of all cuts and pauses. */
  void heal() {
    cutUntilMs = 0;
    clock.setRight();
    startKubelet();
    reconnect();
    pods().forEach(PodOnNode::heal);
  }

  /** Power off, and on again after a while. */
  void reboot(long offMs) {
    stopKubelet();
    pods().forEach(PodOnNode::powerCut);
    pause(offMs, false);
    after(offMs, this::startKubelet);
  }

  /** Comes back under its name with an empty disk. */
  void reimage(long offMs) {
    stopKubelet();
    pods().forEach(PodOnNode::vanish);
    pods.clear();
    images++;
    pause(offMs, false);
    after(offMs, this::startKubelet);
  }

  void forget(PodOnNode pod) {
    pods.remove(pod.uid(), pod);
  }

  /** What the kubelet's watch tells it. */
  private final class Sight implements Informer.Listener<Pod> {
    @Override
    public void changed(Pod before, Pod after) {
      if (before != null && !before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
        gone(before, false);
      }
      PodOnNode known = pods.get(after.getMetadata().getUid());
      if (known != null) {
        compare(known, after);
      } else if (!Pods.terminal(after)) {
        admit(after);
      }
    }

    @Override
    public void gone(Pod last, boolean missed) {
      PodOnNode known = pods.get(last.getMetadata().getUid());
      if (known != null) {
        known.offer(new PodEvent.ObjectGone(missed));
      }
    }

    private void admit(Pod pod) {
      PodOnNode made = new PodOnNode(Node.this, pod);
      pods.put(made.uid(), made);
      if (pod.getMetadata().getDeletionTimestamp() == null) {
        after(dice.span(50, 3_000), () -> made.offer(new PodEvent.Admitted()));
      } else {
        made.offer(new PodEvent.DeleteAsked(Pods.graceMs(pod)));
      }
    }

    private void compare(PodOnNode known, Pod now) {
      Pod old = known.pod();
      known.update(now);
      if (now.getMetadata().getDeletionTimestamp() != null
          && (old.getMetadata().getDeletionTimestamp() == null
              || Pods.graceMs(old) != Pods.graceMs(now))) {
        known.offer(new PodEvent.DeleteAsked(Pods.graceMs(now)));
      }
      if (!Objects.equals(old.getMetadata().getAnnotations(), now.getMetadata().getAnnotations())) {
        known.offer(new PodEvent.MetadataChanged());
      }
    }
  }
}
