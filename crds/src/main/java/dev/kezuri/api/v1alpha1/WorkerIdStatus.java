// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ledger of one worker ID. It is written as a whole, so fields of a newer version are kept in
 * {@code more} and written back: lost, they would make the API server refuse the write, for history
 * must stay as it was.
 *
 * @param floor no new window may start before it; never goes back
 * @param window null: free, or resting until floor
 * @param history past holders, newest first
 * @param more fields that this version does not know
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.floor >= oldSelf.floor", message = "floor never goes back")
@ValidationRule(
    value =
        "!has(self.window) || (oldSelf.hasValue() && (has(oldSelf.value().window) ||"
            + " self.window.notBefore >= self.floor))",
    optionalOldSelf = true,
    message = "a new window starts at floor or later, on a worker ID that has one")
@ValidationRule(
    value =
        "has(self.window) || !has(oldSelf.window) || (self.history.size() > 0 &&"
            + " self.history[0].podUid == oldSelf.window.podUid &&"
            + " self.history[0].notBefore == oldSelf.window.notBefore &&"
            + " self.history[0].notAfter > oldSelf.window.notBefore &&"
            + " (self.history[0].end == 'Graceful'"
            + " ? self.history[0].notAfter <= oldSelf.window.notAfter"
            + " : self.history[0].notAfter == oldSelf.window.notAfter) &&"
            + " self.floor >= self.history[0].notAfter)",
    message =
        "a release adds the window to history and raises floor to its end; only a Graceful end may"
            + " be earlier")
@ValidationRule(
    value =
        "(has(oldSelf.window) && !has(self.window)) ? (self.history.size() > 0 &&"
            + " self.history.size() >= oldSelf.history.size() &&"
            + " self.history.all(i, h, i == 0 ||"
            + " (i <= oldSelf.history.size() && h == oldSelf.history[i - 1])))"
            + " : self.history == oldSelf.history",
    message =
        "history changes on a release only: one more at its head, at most the last one dropped")
public record WorkerIdStatus(
    @Required
        @JsonPropertyDescription("No new window may start before this time; it never goes back.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String floor,
    @JsonPropertyDescription(
            "The pod that holds the worker ID, and the timestamps it may issue; absent: free, or"
                + " resting until floor.")
        HeldWindow window,
    @Default("[]") @Size(max = 100) @JsonPropertyDescription("Past holders, newest first.")
        List<PastWindow> history,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> more) {
  /** Lists and maps are copied; null is none. */
  public WorkerIdStatus {
    history = history == null ? List.of() : List.copyOf(history);
    more = More.copy(more);
  }

  /** A status without fields of a newer version. */
  public WorkerIdStatus(String floor, HeldWindow window, List<PastWindow> history) {
    this(floor, window, history, null);
  }

  /** Returns the first status of a worker ID, and the only one that may follow none. */
  public static WorkerIdStatus free(long floorMs) {
    return new WorkerIdStatus(UtcMillis.format(floorMs), null, null);
  }

  /** Returns the floor in ms since 1970. */
  public long floorMs() {
    return UtcMillis.parse(floor);
  }

  /** Returns this status with another window: a grant, or a window that grew. */
  public WorkerIdStatus withWindow(HeldWindow next) {
    return new WorkerIdStatus(floor, next, history, more);
  }

  /** Returns this status with a floor that is at least {@code floorMs}. */
  public WorkerIdStatus withFloorAtLeast(long floorMs) {
    return new WorkerIdStatus(
        UtcMillis.format(Math.max(floorMs(), floorMs)), window, history, more);
  }

  /**
   * Returns this status after the holder's end: the window heads the history, the floor is its end
   * or later. The API server takes one entry more and at most the last one dropped, so a history
   * longer than {@code keep} does not grow, but does not get shorter either.
   *
   * @param endMs the first timestamp that the holder did not issue
   * @param keep how many past holders to keep; one at least is kept
   */
  public WorkerIdStatus released(long endMs, PastWindow.End end, int keep) {
    List<PastWindow> longer = new ArrayList<>(history.size() + 1);
    longer.add(PastWindow.of(window, endMs, end));
    longer.addAll(history);
    if (longer.size() > Math.max(keep, 1) && !history.isEmpty()) {
      longer.removeLast();
    }
    return new WorkerIdStatus(floor, null, longer, more).withFloorAtLeast(endMs);
  }
}
