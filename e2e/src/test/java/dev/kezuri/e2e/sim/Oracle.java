// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.Refusal;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sees every ID and every write, and says what is wrong as soon as it is. */
final class Oracle implements ApiServer.Witness {
  private final Windows windows = new Windows();
  private final Map<String, LongSet> ids = new HashMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final Map<IdLayout, String> layouts = new HashMap<>();
  private final List<String> broken = new ArrayList<>();
  private final Trace trace;
  private final Agenda agenda;
  private long issued;
  private long duplicates;
  private long ranMs;

  Oracle(Agenda agenda, Trace trace) {
    this.agenda = agenda;
    this.trace = trace;
  }

  Windows windows() {
    return windows;
  }

  void issued(String podUid, Lease lease, long id) {
    issued++;
    DecodedId decoded = lease.layout().decode(id);
    String layout = layouts.computeIfAbsent(lease.layout(), any -> Windows.layout(lease));
    if (!ids.computeIfAbsent(layout, any -> new LongSet()).add(id)) {
      duplicates++;
      broken(
          "ID "
              + id
              + " came twice: worker ID "
              + decoded.workerId()
              + " at "
              + UtcMillis.format(decoded.timestampMs())
              + ", now of pod "
              + podUid);
    }
    Long before = newest.put(podUid, id);
    if (before != null && id <= before) {
      broken("pod " + podUid + " went back to " + UtcMillis.format(decoded.timestampMs()));
    }
    windows
        .issued(podUid, lease, layout, decoded.workerId(), decoded.timestampMs())
        .ifPresent(this::broken);
    trace.say(
        agenda.nowMs(),
        () ->
            podUid
                + " issues "
                + id
                + " = "
                + decoded.workerId()
                + "@"
                + UtcMillis.format(decoded.timestampMs())
                + "#"
                + decoded.sequence());
  }

  void refused(String podUid, Refusal refusal) {
    trace.say(agenda.nowMs(), () -> podUid + " refuses: " + refusal);
  }

  /** A sidecar's process has run for so long. */
  void ran(long ms) {
    ranMs += ms;
  }

  @Override
  public void wrote(HasMetadata before, HasMetadata after) {
    if (after == null && before instanceof WorkerId erased) {
      windows.erased(erased, agenda.nowMs() + Window.LONGEST_LEASE_MS);
    } else if (after instanceof WorkerId now) {
      windows.see((WorkerId) before, now).ifPresent(this::broken);
    } else if (after instanceof Pod now) {
      String lease = lease(now);
      if (lease != null && !Objects.equals(lease, before == null ? null : lease((Pod) before))) {
        told(now, lease);
      }
    }
  }

  private static String lease(Pod pod) {
    Map<String, String> all = pod.getMetadata().getAnnotations();
    return all == null ? null : all.get(MetadataKeys.ANNOTATION_LEASE);
  }

  private void told(Pod pod, String text) {
    try {
      Lease lease = LeaseCodec.read(text);
      if (lease.podUid().equals(pod.getMetadata().getUid())) {
        windows.told(pod, lease).ifPresent(this::broken);
      }
    } catch (LeaseFormatException e) {
      broken(e.getMessage());
    }
  }

  void broken(String what) {
    broken.add(UtcMillis.format(agenda.nowMs()) + " " + what);
    trace.say(agenda.nowMs(), () -> "BROKEN: " + what);
  }

  List<String> broken() {
    return broken;
  }

  long issued() {
    return issued;
  }

  long duplicates() {
    return duplicates;
  }

  long ranMs() {
    return ranMs;
  }
}
