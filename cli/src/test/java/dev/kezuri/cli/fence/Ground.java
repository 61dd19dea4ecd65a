// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a fence may find: anything that a restore, or nobody, has done to a generator. */
final class Ground {
  static final String ORDERS = "shop/orders";
  static final String HERE = "here";
  private static final String UID = "idg-orders";
  static final long NOW = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  static final long HOUR = 3_600_000L;

  private final Iterator<Integer> choices;

  private Ground(List<Integer> script) {
    this.choices = script.iterator();
  }

  static Sight of(List<Integer> script) {
    return new Ground(script).sight();
  }

  private int upTo(int bound) {
    return choices.hasNext() ? choices.next() % bound : 0;
  }

  private Sight sight() {
    Optional<IdGenerator> generator = upTo(5) == 4 ? Optional.empty() : Optional.of(generator());
    List<WorkerId> ledger = new ArrayList<>();
    for (int id = 0; id < 6; id++) {
      if (upTo(4) > 0) {
        ledger.add(workerId(id + (upTo(9) == 8 ? 20 : 0)));
      }
    }
    List<Told> pods = new ArrayList<>();
    for (int pod = upTo(5); pod > 0; pod--) {
      pods.add(pod("p" + pod));
    }
    return new Sight(ORDERS, generator, ledger, pods, HERE);
  }

  private IdGenerator generator() {
    String mark = List.of("", HERE, "elsewhere").get(upTo(3));
    Integer provisioned = upTo(2) == 0 ? null : Integer.valueOf(upTo(32));
    return generator(mark, provisioned, upTo(4) == 3 ? NOW + (upTo(80) - 20) * HOUR : 0);
  }

  /** Returns shop/orders; an empty mark is none, a fence of 0 is none. */
  static IdGenerator generator(String mark, Integer provisioned, long fencedUntilMs) {
    IdGenerator made = AnIdGenerator.any();
    made.getMetadata().setUid(UID);
    if (!mark.isEmpty()) {
      made.getMetadata().setAnnotations(Map.of(MetadataKeys.ANNOTATION_LEDGER, mark));
    }
    IdGeneratorStatus status = IdGeneratorStatus.empty();
    status = provisioned == null ? status : status.withProvisioned(provisioned);
    status = fencedUntilMs == 0 ? status : status.withFenceAtLeast(fencedUntilMs);
    made.setStatus(provisioned == null && fencedUntilMs == 0 ? null : status);
    return made;
  }

  private WorkerId workerId(int id) {
    int kind = upTo(4);
    if (kind == 0) {
      WorkerId bare = workerId(id, null);
      if (upTo(2) == 1) {
        bare.getMetadata().setAnnotations(Map.of(MetadataKeys.ANNOTATION_GENERATOR_UID, UID));
      }
      return bare;
    }
    long floor = NOW + (upTo(60) - 30) * HOUR;
    WorkerIdStatus status = WorkerIdStatus.free(floor);
    if (upTo(2) == 1) {
      status = held(status, "old", floor, floor + HOUR);
      status = status.released(floor + HOUR, PastWindow.End.LOST, 20);
    }
    return workerId(
        id,
        kind == 1
            ? status
            : held(status, "p" + (1 + upTo(5)), status.floorMs(), NOW + (upTo(100) - 50) * HOUR));
  }

  static WorkerId workerId(int id, WorkerIdStatus status) {
    WorkerId made = new WorkerId();
    made.setMetadata(new ObjectMetaBuilder().withName(WorkerId.nameOf(ORDERS, id)).build());
    made.setSpec(new WorkerIdSpec(ORDERS, id, LayoutSpec.defaults()));
    made.setStatus(status);
    return made;
  }

  static WorkerIdStatus held(WorkerIdStatus status, String uid, long fromMs, long toMs) {
    Window window = new Window(fromMs, Math.max(fromMs + 1, toMs));
    return status.withWindow(HeldWindow.granted(uid, uid, null, window));
  }

  private Told pod(String name) {
    if (upTo(4) == 0) {
      return told(name, Optional.empty());
    }
    long from = NOW - upTo(50) * HOUR;
    return told(name, lease(name, upTo(40), from, from + (1 + upTo(99)) * HOUR));
  }

  static Optional<Lease> lease(String uid, int id, long fromMs, long toMs) {
    return Optional.of(new Lease(ORDERS, uid, id, new Window(fromMs, toMs), 1, IdLayout.DEFAULT));
  }

  static Told told(String name, Optional<Lease> lease) {
    return new Told("shop/" + name, name, ORDERS, false, lease, Optional.empty());
  }

  static Times times() {
    return new Times(NOW, NOW, OptionalLong.empty());
  }
}
