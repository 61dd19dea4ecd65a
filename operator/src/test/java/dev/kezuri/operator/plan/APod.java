// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** A pod for tests: gated, pending, with a sidecar that waits, unless told otherwise. */
public final class APod {
  private final String uid;
  private final String name;
  private String version = "p";
  private long createdMs;
  private boolean gated = true;
  private Set<String> otherGates = new HashSet<>();
  private String node = "";
  private ObservedPod.Phase phase = ObservedPod.Phase.PENDING;
  private SidecarState sidecar = SidecarState.WAITING;
  private boolean annotated;
  private Optional<Lease> lease = Optional.empty();
  private Optional<String> number = Optional.empty();
  private List<Resignation> resignations = new ArrayList<>();

  private APod(String uid, String name) {
    this.uid = uid;
    this.name = name;
  }

  /** A pod of this name, with the UID that {@link #uid} gives. */
  public static APod named(String name) {
    return new APod(uid(name), name);
  }

  /** The UID of every pod of that name in tests. */
  public static String uid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The same pod, to change. */
  public static APod copy(ObservedPod pod) {
    APod copy = new APod(pod.uid(), pod.name());
    copy.version = pod.resourceVersion();
    copy.createdMs = pod.createdMs();
    copy.gated = pod.gated();
    copy.otherGates = new HashSet<>(pod.otherGates());
    copy.node = pod.node();
    copy.phase = pod.phase();
    copy.sidecar = pod.sidecar();
    copy.annotated = pod.annotated();
    copy.lease = pod.lease();
    copy.number = pod.number();
    copy.resignations = new ArrayList<>(pod.resignations());
    return copy;
  }

  /** Sets resourceVersion. */
  public APod version(String value) {
    version = value;
    return this;
  }

  /** Sets creationTimestamp. */
  public APod created(long atMs) {
    createdMs = atMs;
    return this;
  }

  /** Sets or lifts Kezuri's gate. */
  public APod gate(boolean on) {
    gated = on;
    return this;
  }

  /** Adds a gate of somebody else. */
  public APod otherGate(String gate) {
    otherGates.add(gate);
    return this;
  }

  /** Sets nodeName. */
  public APod node(String value) {
    node = value;
    return this;
  }

  /** Sets the phase. */
  public APod phase(ObservedPod.Phase value) {
    phase = value;
    return this;
  }

  /** Sets the sidecar's state. */
  public APod sidecar(SidecarState value) {
    sidecar = value;
    return this;
  }

  /** Says that there are annotations. */
  public APod annotated() {
    annotated = true;
    return this;
  }

  /** Sets both annotations. */
  public APod lease(Lease value) {
    lease = Optional.of(value);
    number = Optional.of(Integer.toString(value.workerId()));
    annotated = true;
    return this;
  }

  /** Sets the annotation of the number alone. */
  APod number(String value) {
    number = Optional.of(value);
    annotated = true;
    return this;
  }

  /** Adds a last word to the status. */
  public APod resigned(Resignation word) {
    resignations.add(word);
    return this;
  }

  /** Returns the pod. */
  public ObservedPod build() {
    return new ObservedPod(
        uid,
        name,
        version,
        createdMs,
        gated ? OptionalInt.of(0) : OptionalInt.empty(),
        otherGates,
        node,
        phase,
        sidecar,
        annotated,
        lease,
        number,
        resignations);
  }
}
