// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.story.SidecarTurn;
import dev.kezuri.local.kubelet.RunningPod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What befalls pods, their sidecars, clocks and node. */
final class PodFaults {
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** One fault at a time is done to the far node. */
  private final Lock farNode = new ReentrantLock();

  private final Rig rig;
  private final int pods;

  PodFaults(Rig rig, int pods) {
    this.rig = rig;
    this.pods = pods;
  }

  List<Fault> all() {
    return List.of(
        new Fault("sidecar kill -9", 6, random -> at(random, RunningPod::kill)),
        new Fault("sidecar TERM in a living pod", 6, random -> at(random, RunningPod::term)),
        new Fault(
            "sidecar TERM, its message lost", 2, random -> at(random, PodFaults::termUnheard)),
        new Fault("sidecar stopped (SIGSTOP) and gone on", 3, this::stop),
        new Fault("sidecar's clock off by up to a minute", 4, this::clockOff),
        new Fault("sidecar's clock off by an hour", 1, this::clockFarOff),
        new Fault("sidecar's clock stands still", 2, this::clockStands),
        new Fault("state folder emptied under a killed sidecar", 1, this::stateLost),
        new Fault("pod deleted", 5, random -> delete(random, 10)),
        new Fault("pod deleted by force", 4, random -> delete(random, 0)),
        new Fault("scaled up and down", 2, this::scale),
        new Fault(
            "node cut off, a pod of it deleted by force",
            2,
            random -> alone(this::nodeAway, random)),
        new Fault(
            "disk of the far node full",
            rig.nodes().disk().mounted() ? 2 : 0,
            random -> alone(this::diskFull, random)));
  }

  private interface Doing {
    void to(RunningPod pod);
  }

  private boolean at(Random random, Doing doing) {
    Optional<RunningPod> pod = running(random);
    pod.ifPresent(doing::to);
    return pod.isPresent();
  }

  private Optional<RunningPod> running(Random random) {
    return Optional.ofNullable(rig.population().any(random))
        .flatMap(member -> rig.nodes().pod(member.uid()))
        .filter(pod -> pod.pid().isPresent());
  }

  private static void termUnheard(RunningPod pod) {
    pod.loseNextMessage();
    pod.term();
  }

  private boolean stop(Random random) throws Exception {
    OptionalLong pid = running(random).map(RunningPod::pid).orElse(OptionalLong.empty());
    if (pid.isEmpty()) {
      return false;
    }
    Signals.send("STOP", pid.getAsLong());
    try {
      Pause.upTo(random, LEASE.plusSeconds(5));
    } finally {
      Signals.send("CONT", pid.getAsLong());
    }
    return true;
  }

  private boolean clockOff(Random random) {
    return withClock(
        random, clock -> clock.off(Duration.ofMillis(random.nextInt(120_000) - 60_000)));
  }

  private boolean clockFarOff(Random random) {
    return withClock(random, clock -> clock.off(Duration.ofHours(random.nextBoolean() ? 1 : -1)));
  }

  private boolean clockStands(Random random) {
    return withClock(random, ClockFile::stop);
  }

  private interface Setting {
    void of(ClockFile clock);
  }

  private boolean withClock(Random random, Setting setting) {
    Member member = rig.population().any(random);
    if (member == null) {
      return false;
    }
    setting.of(member.clock());
    try {
      Pause.upTo(random, Duration.ofSeconds(6));
    } finally {
      member.clock().mend();
    }
    return true;
  }

  /** As a re-imaged node does; the pod refuses from then on, and is to be deleted. */
  private boolean stateLost(Random random) {
    Member member = rig.population().any(random);
    Optional<RunningPod> pod =
        Optional.ofNullable(member)
            .flatMap(one -> rig.nodes().pod(one.uid()))
            .filter(PodFaults::hasTurn1);
    if (pod.isEmpty()) {
      return false;
    }
    member.doom();
    pod.get().kill();
    pod.get().emptyState();
    return true;
  }

  /** In turn 0 an empty folder is what a sidecar may begin with: outside the model after IDs. */
  private static boolean hasTurn1(RunningPod pod) {
    try {
      return pod.pid().isPresent() && SidecarTurn.of(pod) >= 1;
    } catch (IOException e) {
      // It does not run, or another fault has stopped it: nobody tells.
      return false;
    }
  }

  private boolean delete(Random random, long graceSeconds) {
    Member member = rig.population().any(random);
    if (member == null) {
      return false;
    }
    rig.population().delete(member, graceSeconds);
    return true;
  }

  private boolean scale(Random random) {
    rig.population().scale(Math.max(1, pods / 2 + random.nextInt(pods)));
    try {
      Pause.upTo(random, Duration.ofSeconds(10));
    } finally {
      rig.population().scale(pods);
    }
    return true;
  }

  private boolean alone(Fault.Deed deed, Random random) throws Exception {
    if (!farNode.tryLock()) {
      return false;
    }
    try {
      return deed.run(random);
    } finally {
      farNode.unlock();
    }
  }

  private boolean nodeAway(Random random) {
    rig.nodes().cutOffFar();
    try {
      Pause.upTo(random, Duration.ofSeconds(5));
      rig.population().members().stream()
          .filter(Population::far)
          .skip(random.nextInt(3))
          .findFirst()
          .ifPresent(member -> rig.population().delete(member, 0));
      Pause.upTo(random, LEASE.plusSeconds(10));
    } finally {
      rig.nodes().joinFar();
    }
    return true;
  }

  private boolean diskFull(Random random) throws Exception {
    rig.nodes().disk().fill();
    try {
      at(random, RunningPod::kill);
      Pause.upTo(random, Duration.ofSeconds(6));
    } finally {
      rig.nodes().disk().free();
    }
    return true;
  }
}
