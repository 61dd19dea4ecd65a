// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * A window that ended: {@code notAfter} is where it really did.
 *
 * @param more fields that this version does not know; kept when written back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PastWindow(
    @Required
        @JsonPropertyDescription("UID of the pod that held the worker ID.")
        @Pattern(Forms.UID)
        @Size(max = Forms.UID_LENGTH)
        String podUid,
    @JsonPropertyDescription("Name of the pod.") @Size(max = Forms.NAME_LENGTH) String pod,
    @JsonPropertyDescription("Name of the pod's node.") @Size(max = Forms.NAME_LENGTH) String node,
    @Required
        @JsonPropertyDescription("The first timestamp the pod might issue.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String notBefore,
    @Required
        @JsonPropertyDescription("The first timestamp the pod did not issue.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String notAfter,
    @Required
        @JsonPropertyDescription(
            "Graceful: ended by the sidecar's last word; Lost: ran out at its notAfter.")
        End end,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> more) {
  /** How a window ended. */
  public enum End {
    /** By resignation: what the sidecar said it issued last is the end. */
    @JsonProperty("Graceful")
    GRACEFUL,
    /** It ran out; nothing is known of its last timestamp. */
    @JsonProperty("Lost")
    LOST
  }

  /** The map is copied; null is none. */
  public PastWindow {
    more = More.copy(more);
  }

  /** A past window without fields of a newer version. */
  public PastWindow(
      String podUid, String pod, String node, String notBefore, String notAfter, End end) {
    this(podUid, pod, node, notBefore, notAfter, end, null);
  }

  /** Returns {@code held} as it ended at {@code endMs}. */
  static PastWindow of(HeldWindow held, long endMs, End end) {
    return new PastWindow(
        held.podUid(), held.pod(), held.node(), held.notBefore(), UtcMillis.format(endMs), end);
  }

  /** Returns the timestamps that were held. */
  public Window window() {
    return new Window(UtcMillis.parse(notBefore), UtcMillis.parse(notAfter));
  }
}
