// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** Writes in words, for traces. */
final class Words {
  private Words() {}

  static String of(Change change) {
    String verb = change.after() == null ? "gone " : change.before() == null ? "made " : "wrote ";
    return verb + of(change.after() == null ? change.before() : change.after());
  }

  private static String of(HasMetadata object) {
    return switch (object) {
      case WorkerId workerId -> workerId.getSpec().id() + ": " + of(workerId.getStatus());
      case IdGenerator generator -> "generator " + of(generator);
      case Pod pod -> of(pod);
      default -> object.getMetadata().getName();
    };
  }

  private static String of(WorkerIdStatus status) {
    if (status == null) {
      return "no floor";
    }
    HeldWindow held = status.window();
    String window =
        held == null
            ? "free"
            : held.podUid()
                + " turn "
                + held.turn()
                + " ["
                + held.notBefore()
                + ", "
                + held.notAfter()
                + ")";
    String past =
        status.history().isEmpty()
            ? ""
            : ", before "
                + status.history().getFirst().podUid()
                + " to "
                + status.history().getFirst().notAfter()
                + " "
                + status.history().getFirst().end();
    return window + ", floor " + status.floor() + past;
  }

  private static String of(IdGenerator generator) {
    var status = generator.getStatus();
    return "lease "
        + generator.getSpec().lease().duration()
        + ", numbers to "
        + generator.getSpec().workerIds().last()
        + (status == null ? "" : ", provisioned " + status.provisioned())
        + (status == null || status.fencedUntil() == null ? "" : ", fenced " + status.fencedUntil())
        + (status == null
            ? ""
            : status.conditions().stream()
                .filter(c -> c.getStatus().equals("True"))
                .map(c -> " " + c.getType())
                .reduce("", String::concat));
  }

  private static String of(Pod pod) {
    StringBuilder text = new StringBuilder("pod ").append(Pods.uid(pod));
    text.append(" ").append(pod.getMetadata().getName());
    text.append(pod.getSpec().getSchedulingGates().isEmpty() ? "" : " gated");
    text.append(pod.getSpec().getNodeName() == null ? "" : " on " + pod.getSpec().getNodeName());
    text.append(pod.getMetadata().getDeletionTimestamp() == null ? "" : " terminating");
    Map<String, String> all = pod.getMetadata().getAnnotations();
    String lease = all == null ? null : all.get(MetadataKeys.ANNOTATION_LEASE);
    if (lease != null) {
      text.append(" lease ").append(lease.replaceAll(".*\"workerId\":(\\d+).*", "$1"));
      text.append(
          lease.replaceAll(".*\"notAfter\":\"([^\"]*)\",\"turn\":(\\d+).*", " to $1 turn $2"));
    }
    if (pod.getStatus() != null) {
      text.append(" ").append(pod.getStatus().getPhase());
      for (ContainerStatus status : pod.getStatus().getInitContainerStatuses()) {
        text.append(of(status));
      }
    }
    return text.toString();
  }

  private static String of(ContainerStatus status) {
    String state = "";
    if (status.getState() != null && status.getState().getTerminated() != null) {
      state = " ended: " + status.getState().getTerminated().getMessage();
    } else if (status.getState() != null && status.getState().getRunning() != null) {
      state = Boolean.TRUE.equals(status.getStarted()) ? " started" : " starting";
    } else {
      state = " waiting";
    }
    var last = status.getLastState() == null ? null : status.getLastState().getTerminated();
    return (state + (last == null ? "" : " before: " + last.getMessage())).replace('\n', ' ');
  }
}
