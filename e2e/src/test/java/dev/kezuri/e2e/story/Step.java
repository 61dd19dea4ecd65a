// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.PatchStep;
import java.util.List;
import java.util.Optional;

/** Every kind of write that the operator makes, as the port sees it. */
enum Step {
  MAKE_WORKER_ID,
  WRITE_FLOOR,
  RAISE_PROVISIONED,
  MARK_GENERATOR,
  GRANT,
  ANNOUNCE_AND_LIFT_GATE,
  RAISE_TURN,
  RENEW,
  ANNOUNCE,
  RELEASE,
  SUMMARISE,
  REMOVE_WORKER_ID,
  EVENT;

  /** Returns what a call of the port is about to write; asks the port for what is there now. */
  static Optional<Step> of(ClusterPort port, String method, Object[] arguments) {
    return switch (method) {
      case "createWorkerId" -> Optional.of(MAKE_WORKER_ID);
      case "putWorkerIdStatus" -> Optional.of(ledger(port, (WorkerId) arguments[0]));
      case "putGeneratorStatus" -> Optional.of(generator(port, (IdGenerator) arguments[0]));
      case "patchGenerator" -> Optional.of(MARK_GENERATOR);
      case "patchPod" -> Optional.of(pod((List<?>) arguments[2]));
      case "removeWorkerId" -> Optional.of(REMOVE_WORKER_ID);
      case "createEvent" -> Optional.of(EVENT);
      default -> Optional.empty();
    };
  }

  private static Step ledger(ClusterPort port, WorkerId next) {
    Optional<WorkerId> now = port.getWorkerId(next.getMetadata().getName()).stored();
    if (now.isEmpty() || now.get().getStatus() == null) {
      return WRITE_FLOOR;
    }
    HeldWindow before = now.get().getStatus().window();
    HeldWindow after = next.getStatus().window();
    if (before == null) {
      return GRANT;
    }
    if (after == null) {
      return RELEASE;
    }
    return after.turn() > before.turn() ? RAISE_TURN : RENEW;
  }

  private static Step generator(ClusterPort port, IdGenerator next) {
    var metadata = next.getMetadata();
    Optional<Integer> now =
        port.getGenerator(metadata.getNamespace(), metadata.getName())
            .stored()
            .map(IdGenerator::getStatus)
            .map(status -> status.provisioned());
    return Optional.ofNullable(next.getStatus().provisioned()).equals(now)
        ? SUMMARISE
        : RAISE_PROVISIONED;
  }

  private static Step pod(List<?> steps) {
    return steps.stream().map(PatchStep.class::cast).anyMatch(step -> step.op().equals("remove"))
        ? ANNOUNCE_AND_LIFT_GATE
        : ANNOUNCE;
  }
}
