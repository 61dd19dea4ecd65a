// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which worker ID of which generator an object stands for; immutable as a whole. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "self == oldSelf", message = "spec is immutable")
public record WorkerIdSpec(
    @Required
        @SelectableField
        @JsonPropertyDescription("The generator, as <namespace>/<name>.")
        @Pattern(Forms.GENERATOR)
        @Size(max = Forms.GENERATOR_LENGTH)
        String generator,
    @Required @Min(0) @Max(4_194_303) @JsonPropertyDescription("The worker ID.") Integer id,
    @Required
        @JsonPropertyDescription("The generator's layout, which this ledger belongs to for ever.")
        LayoutSpec layout) {}
