// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A story with pods that are asked for IDs all the while, whatever befalls the cluster. In the end
 * the story's oracle is asked.
 */
final class Trial implements AutoCloseable {
  private static final long BETWEEN_NS = Duration.ofMillis(20).toNanos();
  private static final int IDS_AT_ONCE = 20;

  private final Story story;
  private final String name;
  private final Map<String, RunningPod> asked = new ConcurrentHashMap<>();
  private final Set<String> mortal = ConcurrentHashMap.newKeySet();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final AtomicLong rounds = new AtomicLong();
  private final Thread asker;
  private volatile boolean over;

  Trial(RealControlPlane plane, String name, Path folder, String spec) {
    this.name = name;
    this.story = new Story(plane, name, folder);
    story.generator(spec);
    asker = Thread.ofVirtual().name("asker").start(this::ask);
  }

  Story story() {
    return story;
  }

  private void ask() {
    while (!over) {
      for (RunningPod pod : asked.values()) {
        try {
          story.draw(pod, IDS_AT_ONCE);
        } catch (IOException e) {
          refused(pod, e);
        }
      }
      rounds.incrementAndGet();
      LockSupport.parkNanos(BETWEEN_NS);
    }
  }

  private void refused(RunningPod pod, IOException e) {
    if (mortal.contains(pod.uid())) {
      asked.values().remove(pod);
    } else {
      refusals.add(e.toString());
    }
  }

  /** Asks this pod until it refuses for the first time, which it may. */
  void askWhileItServes(String name, RunningPod pod) {
    mortal.add(pod.uid());
    asked.put(name, pod);
  }

  /** Returns whether the pod is asked, and has not refused. */
  boolean asks(String pod) {
    return asked.containsKey(pod);
  }

  /** Makes these pods and waits until they serve; from then on they are asked for IDs. */
  void serve(String... pods) {
    for (String pod : pods) {
      story.pod(pod);
    }
    for (String pod : pods) {
      ask(story.awaitServing(pod), pod);
    }
  }

  /** From now on asks this pod. */
  void ask(RunningPod running, String pod) {
    asked.put(pod, running);
  }

  /** No longer asks this pod, also not in the round that is under way. */
  RunningPod leave(String pod) {
    RunningPod left = asked.remove(pod);
    awaitRound();
    return left;
  }

  private void awaitRound() {
    long before = rounds.get();
    Story.await("pods are asked", () -> rounds.get() > before + 1);
  }

  /** Asserts that each pod that is asked has answered every time, and has been asked just now. */
  void assertServedThroughout() {
    awaitRound();
    assertThat(refusals).as("refusals, or broken connections").isEmpty();
  }

  /** Returns whether the pod has a number and its gate is lifted. */
  boolean granted(String pod) {
    return story.holding(pod).isPresent()
        && story.podNow(pod).orElseThrow().getSpec().getSchedulingGates().isEmpty();
  }

  /**
   * The fault is over: a new pod must be granted, and serve. How long the API server refuses it,
   * and from then the time to its grant, go into {@code target/faults.tsv}.
   */
  void assertGrantsAgain() {
    long began = System.nanoTime();
    Story.await("a new pod is admitted", () -> admits("after"));
    long admitted = System.nanoTime();
    Story.await("a new pod is granted", () -> granted("after"));
    figure("ms to admission", (admitted - began) / 1_000_000);
    figure("ms from there to the grant", (System.nanoTime() - admitted) / 1_000_000);
    asked.put("after", story.awaitServing("after"));
  }

  /**
   * Asks as a controller of pods does, again and again: an API server that has just started refuses
   * labelled pods until it knows the policies' parameters.
   */
  private boolean admits(String pod) {
    return story.pod(pod).getMetadata().getUid() != null;
  }

  /** Notes a figure of this trial. */
  void figure(String what, long value) {
    Figures.note(name, what, value);
  }

  @Override
  public void close() {
    over = true;
    try {
      asker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    story.close();
  }
}
