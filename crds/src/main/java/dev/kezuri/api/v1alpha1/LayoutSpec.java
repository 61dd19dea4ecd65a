// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How an ID's 63 bits are shared out, as people write it; what is left out is the default. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.timestampBits + self.workerBits + self.sequenceBits <= 63",
    message =
        "layout.timestampBits + layout.workerBits + layout.sequenceBits must be at most 63: an ID"
            + " is a positive 64-bit number")
public record LayoutSpec(
    @Required
        @Default("2015-01-01T00:00:00.000Z")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        @JsonPropertyDescription(
            "The time of timestamp 0, in UTC with exactly three fraction digits, such as"
                + " 2015-01-01T00:00:00.000Z.")
        String epoch,
    @Required
        @Default("41")
        @Min(1)
        @Max(62)
        @JsonPropertyDescription(
            "Width of the timestamp in bits, counted in milliseconds: 41 bits last 69 years.")
        Integer timestampBits,
    @Required
        @Default("10")
        @Min(0)
        @Max(22)
        @JsonPropertyDescription("Width of the worker ID in bits: 10 bits are 1,024 worker IDs.")
        Integer workerBits,
    @Required
        @Default("12")
        @Min(0)
        @Max(30)
        @JsonPropertyDescription(
            "Width of the sequence in bits: 12 bits are 4,096 IDs a millisecond and worker ID.")
        Integer sequenceBits) {
  /** Fills in the defaults. */
  public LayoutSpec {
    epoch = epoch == null ? UtcMillis.format(IdLayout.DEFAULT.epochMs()) : epoch;
    timestampBits = timestampBits == null ? IdLayout.DEFAULT.timestampBits() : timestampBits;
    workerBits = workerBits == null ? IdLayout.DEFAULT.workerBits() : workerBits;
    sequenceBits = sequenceBits == null ? IdLayout.DEFAULT.sequenceBits() : sequenceBits;
  }

  /** Returns the default, which is katsubushi's. */
  public static LayoutSpec defaults() {
    return new LayoutSpec(null, null, null, null);
  }

  /** Returns {@code layout} as people write it. */
  public static LayoutSpec of(IdLayout layout) {
    return new LayoutSpec(
        UtcMillis.format(layout.epochMs()),
        layout.timestampBits(),
        layout.workerBits(),
        layout.sequenceBits());
  }

  /**
   * Returns this layout for calculation.
   *
   * @throws IllegalArgumentException if the API server would have refused it; names field and rule
   */
  public IdLayout toIdLayout() {
    return new IdLayout(UtcMillis.parse(epoch), timestampBits, workerBits, sequenceBits);
  }
}
