// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which worker IDs a generator may give; what is left out is the default. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.first <= self.last",
    message = "workerIds.last must not be below workerIds.first")
@ValidationRule(
    value = "self.reserved.all(id, id >= self.first && id <= self.last)",
    message = "workerIds.reserved must lie between workerIds.first and workerIds.last")
public record WorkerIdRange(
    @Required
        @Default("0")
        @Min(0)
        @Max(4_194_303)
        @JsonPropertyDescription("The lowest worker ID given to a pod; immutable.")
        Integer first,
    @Required
        @Default("1023")
        @Min(0)
        @Max(4_194_303)
        @JsonPropertyDescription(
            "The highest worker ID given to a pod; must fit layout.workerBits, so that a layout"
                + " of fewer than 10 needs it set.")
        Integer last,
    @Required
        @Default("[]")
        @Size(max = 1024)
        @JsonPropertyDescription(
            "Worker IDs between first and last that are never given to a pod, because others use"
                + " them.")
        List<Integer> reserved) {
  /** Fills in the defaults; the list is copied. */
  public WorkerIdRange {
    first = first == null ? 0 : first;
    last = last == null ? 1023 : last;
    reserved = reserved == null ? List.of() : List.copyOf(reserved);
  }

  /** Returns 0 to 1023, none reserved. */
  public static WorkerIdRange defaults() {
    return new WorkerIdRange(null, null, null);
  }

  /** Returns whether {@code workerId} may be given to a pod. */
  public boolean allows(int workerId) {
    return workerId >= first && workerId <= last && !reserved.contains(workerId);
  }
}
