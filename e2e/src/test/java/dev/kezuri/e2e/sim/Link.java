// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.PatchStep;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;

/**
 * An operator's way to the API server. Each request takes its time, in which others get theirs; it
 * may be lost, or its answer, or it lands long after anybody waits for it.
 */
final class Link implements ClusterPort {
  /** One request, as it comes in at the server. */
  private interface Request<T> {
    Answer<T> land();
  }

  private static final long TIMEOUT_MS = 10_000;

  private final World world;
  private final Dice dice;
  private final ServerPort server;
  private Coroutine caller;
  private Runnable flying;
  private long cutUntilMs;
  private double loss;
  private long nextLateMs;
  private int killIn = -1;
  private boolean killBefore;
  private Runnable onKill = () -> {};

  Link(World world, Dice dice, ServerPort server) {
    this.world = world;
    this.dice = dice;
    this.server = server;
  }

  /** The requests that follow are made by this code. */
  void calledBy(Coroutine code) {
    caller = code;
  }

  void cut(long forMs) {
    cutUntilMs = Math.max(cutUntilMs, world.nowMs() + forMs);
  }

  void lose(double share) {
    loss = share;
  }

  /** The next write lands after this time, and its sender hears nothing of it. */
  void delayNext(long ms) {
    nextLateMs = ms;
  }

  /** The operator dies at its request number {@code requests} from now, which is sent or not. */
  void killAt(int requests, boolean before, Runnable then) {
    killIn = requests;
    killBefore = before;
    onKill = then;
  }

  /** What was sent when its sender died may land all the same. */
  void senderDied() {
    if (flying != null) {
      Runnable landing = flying;
      flying = null;
      if (dice.onceIn(2)) {
        world.whileNotRestored(dice.span(1, 600_000), landing);
      }
    }
    killIn = -1;
  }

  boolean isCut() {
    return world.nowMs() < cutUntilMs;
  }

  void heal() {
    cutUntilMs = 0;
    loss = 0;
    nextLateMs = 0;
    killIn = -1;
  }

  private <T> Answer<T> read(Request<T> request) {
    return send(request, false);
  }

  private <T> Answer<T> write(Request<T> request) {
    return send(request, true);
  }

  private <T> Answer<T> send(Request<T> request, boolean write) {
    caller.check();
    if (killIn >= 0 && killIn-- == 0) {
      if (!killBefore) {
        request.land();
      }
      // From outside, while this code waits for what never comes.
      world.agenda().after(0, onKill);
      caller.await();
    }
    if (isCut()) {
      return timeout(dice.onceIn(2) ? TIMEOUT_MS : 5);
    }
    if (write && nextLateMs > 0) {
      world.whileNotRestored(nextLateMs, request::land);
      nextLateMs = 0;
      return timeout(TIMEOUT_MS);
    }
    if (dice.chance(loss)) {
      return lost(request);
    }
    return answered(request);
  }

  private <T> Answer<T> lost(Request<T> request) {
    switch (dice.below(3)) {
      case 0 -> {}
      case 1 -> request.land();
      default -> world.whileNotRestored(dice.span(1, 30_000), request::land);
    }
    return timeout(TIMEOUT_MS);
  }

  private <T> Answer<T> answered(Request<T> request) {
    boolean[] landed = {false};
    flying =
        () -> {
          if (!landed[0]) {
            request.land();
          }
        };
    rest(dice.between(1, 8));
    landed[0] = true;
    Answer<T> answer = request.land();
    rest(dice.between(1, 8));
    flying = null;
    return answer;
  }

  private <T> Answer<T> timeout(long ms) {
    rest(ms);
    return new Answer.Unavailable<>("no answer");
  }

  private void rest(long ms) {
    if (world.agenda().pass(ms)) {
      return;
    }
    Coroutine waiting = caller;
    world.agenda().after(ms, waiting::resume);
    waiting.await();
  }

  @Override
  public Answer<WorkerId> getWorkerId(String name) {
    return read(() -> server.getWorkerId(name));
  }

  @Override
  public Answer<List<WorkerId>> listWorkerIds(String generator) {
    return read(() -> server.listWorkerIds(generator));
  }

  @Override
  public Answer<WorkerId> createWorkerId(WorkerId wanted) {
    return write(() -> server.createWorkerId(wanted));
  }

  @Override
  public Answer<WorkerId> putWorkerIdStatus(WorkerId changed) {
    return write(() -> server.putWorkerIdStatus(changed));
  }

  @Override
  public Answer<WorkerId> tryWorkerIdStatus(WorkerId changed) {
    return read(() -> server.tryWorkerIdStatus(changed));
  }

  @Override
  public Answer<WorkerId> removeWorkerId(WorkerId known) {
    return write(() -> server.removeWorkerId(known));
  }

  @Override
  public Answer<Pod> getPod(String namespace, String name) {
    return read(() -> server.getPod(namespace, name));
  }

  @Override
  public Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps) {
    return write(() -> server.patchPod(namespace, name, steps));
  }

  @Override
  public Answer<IdGenerator> getGenerator(String namespace, String name) {
    return read(() -> server.getGenerator(namespace, name));
  }

  @Override
  public Answer<IdGenerator> putGeneratorStatus(IdGenerator changed) {
    return write(() -> server.putGeneratorStatus(changed));
  }

  @Override
  public Answer<IdGenerator> patchGenerator(String namespace, String name, List<PatchStep> steps) {
    return write(() -> server.patchGenerator(namespace, name, steps));
  }

  @Override
  public Answer<Event> createEvent(Event event) {
    return write(() -> server.createEvent(event));
  }

  @Override
  public Answer<Long> serverTimeMs() {
    return read(server::serverTimeMs);
  }

  @Override
  public Answer<String> clusterUid() {
    return read(server::clusterUid);
  }
}
