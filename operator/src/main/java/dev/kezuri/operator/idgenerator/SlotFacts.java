// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

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

/** A WorkerId's object as facts for the plan. */
final class SlotFacts {
  private SlotFacts() {}

  static Slot of(WorkerId object) {
    WorkerIdStatus status = object.getStatus();
    return new Slot(
        object.getSpec().id(),
        object.getMetadata().getResourceVersion(),
        object.getSpec().layout().toIdLayout(),
        status == null ? OptionalLong.empty() : OptionalLong.of(status.floorMs()),
        status == null
            ? Optional.empty()
            : Optional.ofNullable(status.window()).map(SlotFacts::held),
        status == null ? List.of() : status.history().stream().map(SlotFacts::past).toList());
  }

  private static Held held(HeldWindow window) {
    return new Held(
        window.podUid(), text(window.pod()), text(window.node()), window.turn(), window.window());
  }

  private static Past past(PastWindow past) {
    return new Past(
        past.podUid(),
        text(past.pod()),
        text(past.node()),
        past.window(),
        switch (past.end()) {
          case GRACEFUL -> Past.End.GRACEFUL;
          case LOST -> Past.End.LOST;
        });
  }

  private static String text(String written) {
    return Objects.requireNonNullElse(written, "");
  }
}
