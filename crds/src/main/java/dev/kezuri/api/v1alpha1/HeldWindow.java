// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * The window of the pod that holds a worker ID. It only grows, and only for this pod.
 *
 * @param node null until the pod has one
 * @param more fields that this version does not know; kept when written back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.notBefore < self.notAfter",
    message = "notBefore must be before notAfter")
@ValidationRule(
    value =
        "self.podUid == oldSelf.podUid && self.notBefore == oldSelf.notBefore &&"
            + " self.notAfter >= oldSelf.notAfter && self.turn >= oldSelf.turn",
    message = "a window and its turn only grow, and only for its holder; release it first")
public record HeldWindow(
    @Required
        @JsonPropertyDescription("UID of the pod that holds the worker ID.")
        @Pattern(Forms.UID)
        @Size(max = Forms.UID_LENGTH)
        String podUid,
    @JsonPropertyDescription("Name of the pod.") @Size(max = Forms.NAME_LENGTH) String pod,
    @JsonPropertyDescription("Name of the pod's node, once it has one.")
        @Size(max = Forms.NAME_LENGTH)
        String node,
    @Required
        @Min(0)
        @JsonPropertyDescription(
            "Raised when the sidecar has started, and after each last word of a pod that lives on.")
        Integer turn,
    @Required
        @JsonPropertyDescription("The first timestamp the pod may issue.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String notBefore,
    @Required
        @JsonPropertyDescription("The first timestamp the pod may no longer issue.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String notAfter,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> more) {
  /** The map is copied; null is none. */
  public HeldWindow {
    more = More.copy(more);
  }

  /** A window without fields of a newer version. */
  public HeldWindow(
      String podUid, String pod, String node, int turn, String notBefore, String notAfter) {
    this(podUid, pod, node, turn, notBefore, notAfter, null);
  }

  /** Returns the window of a new grant, in turn 0. */
  public static HeldWindow granted(String podUid, String pod, String node, Window window) {
    return new HeldWindow(
        podUid,
        pod,
        node,
        0,
        UtcMillis.format(window.notBeforeMs()),
        UtcMillis.format(window.notAfterMs()));
  }

  /** Returns the timestamps held. */
  public Window window() {
    return new Window(UtcMillis.parse(notBefore), UtcMillis.parse(notAfter));
  }

  /** Returns this window, longer, in a later turn, or with the pod's node; null keeps the node. */
  public HeldWindow grown(long notAfterMs, int newTurn, String newNode) {
    return new HeldWindow(
        podUid,
        pod,
        newNode == null ? node : newNode,
        newTurn,
        notBefore,
        UtcMillis.format(notAfterMs),
        more);
  }
}
