// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How long a worker ID is lent to a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.duration.matches('"
            + SpanText.PATTERN
            + "') && size(self.duration) > 0 && duration(self.duration) >= duration('10s') &&"
            + " duration(self.duration) <= duration('720h')",
    fieldPath = ".duration",
    message = "lease.duration must be 10s to 720h, such as 24h, 90s or 1h30m")
public record LeaseSpec(
    @Required
        @Default("24h")
        @Size(max = Forms.SPAN_LENGTH)
        @JsonPropertyDescription(
            "How long a pod may go on without the operator, 10s to 720h, in hours, minutes and"
                + " seconds such as 24h, 90s or 1h30m; renewed at a third. A worker ID whose pod"
                + " ended without a last word rests this long.")
        String duration) {
  /** Fills in the default. */
  public LeaseSpec {
    duration = duration == null ? "24h" : duration;
  }

  /** Returns 24 hours. */
  public static LeaseSpec defaults() {
    return new LeaseSpec(null);
  }

  /**
   * Returns the duration in ms.
   *
   * @throws IllegalArgumentException if it has another form than 1h30m20s
   */
  public long durationMs() {
    return SpanText.ms("spec.lease.duration", duration);
  }
}
