// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What befalls the operators, their way to the API server, it and etcd. */
final class ServerFaults {
  private final Rig rig;

  ServerFaults(Rig rig) {
    this.rig = rig;
  }

  List<Fault> all() {
    return List.of(
        new Fault("operator kill -9", 5, random -> operator(random, OperatorSlot::kill)),
        new Fault("operator TERM", 2, random -> operator(random, OperatorSlot::term)),
        new Fault("operator stopped (SIGSTOP) and gone on", 3, this::operatorStopped),
        new Fault("operator's clock off by up to two hours", 3, this::operatorClock),
        new Fault("operators' way to the API server slow", 3, this::slow),
        new Fault("operators' connections cut", 4, this::cutOnce),
        new Fault("operators cut off from the API server", 2, this::cutOff),
        new Fault("API server killed and started", 2, this::apiServerKilled),
        new Fault("API server stopped (SIGSTOP) and gone on", 2, this::apiServerFrozen),
        new Fault("etcd stopped (SIGSTOP) and gone on", 2, this::etcdFrozen));
  }

  private interface Doing {
    void to(OperatorSlot operator);
  }

  private boolean operator(Random random, Doing doing) {
    doing.to(any(random));
    return true;
  }

  private OperatorSlot any(Random random) {
    return rig.operators().get(random.nextInt(rig.operators().size()));
  }

  /** For longer than a leader's Lease at times: it goes on as a stale one. */
  private boolean operatorStopped(Random random) throws Exception {
    OperatorSlot operator = any(random);
    operator.signal("STOP");
    try {
      Pause.upTo(random, Duration.ofSeconds(25));
    } finally {
      operator.signal("CONT");
    }
    return true;
  }

  private boolean operatorClock(Random random) {
    OperatorSlot operator = any(random);
    int most = random.nextBoolean() ? 60_000 : 7_200_000;
    operator.clock().off(Duration.ofMillis(random.nextInt(2 * most) - most));
    try {
      Pause.upTo(random, Duration.ofSeconds(12));
    } finally {
      operator.clock().mend();
    }
    return true;
  }

  private boolean slow(Random random) {
    rig.link().delay(Duration.ofMillis(20 + random.nextInt(600)));
    try {
      Pause.upTo(random, Duration.ofSeconds(10));
    } finally {
      rig.link().delay(Duration.ZERO);
    }
    return true;
  }

  private boolean cutOnce(Random random) {
    rig.link().cut();
    rig.link().mend();
    return true;
  }

  private boolean cutOff(Random random) {
    rig.link().cut();
    try {
      Pause.upTo(random, Duration.ofSeconds(12));
    } finally {
      rig.link().mend();
    }
    return true;
  }

  private boolean apiServerKilled(Random random) {
    rig.plane().killApiServer();
    Pause.upTo(random, Duration.ofSeconds(3));
    rig.plane().restartApiServer();
    return true;
  }

  private boolean apiServerFrozen(Random random) {
    rig.plane().freezeApiServer();
    try {
      Pause.upTo(random, Duration.ofSeconds(14));
    } finally {
      rig.plane().resumeApiServer();
    }
    return true;
  }

  private boolean etcdFrozen(Random random) {
    rig.plane().etcd().freeze();
    try {
      Pause.upTo(random, Duration.ofSeconds(14));
    } finally {
      rig.plane().etcd().resume();
    }
    return true;
  }
}
