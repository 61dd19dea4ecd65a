// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.Past;
import dev.kezuri.operator.plan.Slot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A stored WorkerId as the ledger's rules in Java read it. */
public final class SlotOf {
  private SlotOf() {}

  /** Returns the slot of an object that is stored. */
  public static Slot stored(WorkerId object) {
    WorkerIdStatus status = object.getStatus();
    return new Slot(
        object.getSpec().id(),
        "stored",
        object.getSpec().layout().toIdLayout(),
        status == null ? OptionalLong.empty() : OptionalLong.of(status.floorMs()),
        Optional.ofNullable(status).map(WorkerIdStatus::window).map(SlotOf::held),
        status == null ? List.of() : status.history().stream().map(SlotOf::past).toList());
  }

  private static Held held(HeldWindow held) {
    return new Held(held.podUid(), text(held.pod()), text(held.node()), held.turn(), held.window());
  }

  private static Past past(PastWindow past) {
    boolean graceful = past.end() == PastWindow.End.GRACEFUL;
    return new Past(
        past.podUid(),
        text(past.pod()),
        text(past.node()),
        past.window(),
        graceful ? Past.End.GRACEFUL : Past.End.LOST);
  }

  private static String text(String written) {
    return Objects.requireNonNullElse(written, "");
  }
}
