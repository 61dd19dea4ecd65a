// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a fence does to one generator, for people who have to say yes to it.
 *
 * @param generator {@code <namespace>/<name>}
 * @param workerIds how many there are
 * @param ended how many windows have run out and are ended
 * @param nothingBefore the time before which nothing is granted
 * @param restored whether it is held back as Restored, which the fence lifts
 * @param goOn pods that keep their numbers, and are renewed
 * @param runDry pods that the ledger, once fenced, does not know: their IDs stop when their leases
 *     end
 */
public record Outlook(
    String generator,
    int workerIds,
    int ended,
    String nothingBefore,
    boolean restored,
    List<String> goOn,
    List<DryPod> runDry) {
  /** A pod that is to be deleted. */
  public record DryPod(String pod, int workerId, String until) {}

  /** Returns what {@code fence} does to what was seen. */
  public static Outlook of(Sight seen, Times times) {
    Fence fence = Fence.of(seen, times);
    Set<String> living = new HashSet<>();
    int ended = 0;
    for (WorkerId workerId : seen.workerIds()) {
      HeldWindow window = workerId.getStatus() == null ? null : workerId.getStatus().window();
      if (window != null && window.window().notAfterMs() > times.nowMs()) {
        living.add(key(workerId.getSpec().id(), window.podUid(), window.notBefore()));
      } else if (window != null) {
        ended++;
      }
    }
    List<Told> own =
        seen.pods().stream().filter(pod -> !pod.terminal() && pod.ownOf(seen.generator())).toList();
    return new Outlook(
        seen.generator(),
        seen.workerIds().size(),
        ended,
        UtcMillis.format(fence.untilMs()),
        seen.restored(),
        own.stream().filter(pod -> living.contains(key(pod))).map(Told::pod).sorted().toList(),
        own.stream().filter(pod -> !living.contains(key(pod))).map(Outlook::dry).toList());
  }

  private static DryPod dry(Told pod) {
    Lease lease = pod.lease().orElseThrow();
    return new DryPod(pod.pod(), lease.workerId(), UtcMillis.format(lease.window().notAfterMs()));
  }

  private static String key(Told pod) {
    Lease lease = pod.lease().orElseThrow();
    return key(lease.workerId(), lease.podUid(), UtcMillis.format(lease.window().notBeforeMs()));
  }

  private static String key(int workerId, String podUid, String notBefore) {
    return workerId + " " + podUid + " " + notBefore;
  }
}
