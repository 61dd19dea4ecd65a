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

/**
 * What people ask of a generator. Every part has a default, here as on the API server, so that an
 * object read from anywhere is complete; fields this version does not know are ignored.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.workerIds.last < [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4194304][self.layout.workerBits]",
    message = "workerIds.last must fit layout.workerBits: at most 2^workerBits - 1")
public record IdGeneratorSpec(
    @Required
        @JsonPropertyDescription(
            "How an ID's 63 bits are shared out between timestamp, worker ID and sequence;"
                + " immutable, because IDs of two layouts may be equal.")
        LayoutSpec layout,
    @Required
        @JsonPropertyDescription(
            "Which worker IDs are given to pods; share a layout with another issuer by disjoint"
                + " ranges.")
        WorkerIdRange workerIds,
    @Required @JsonPropertyDescription("How long a worker ID is lent to a pod.") LeaseSpec lease,
    @Required @JsonPropertyDescription("The container that serves IDs on localhost in each pod.")
        SidecarSpec sidecar,
    @Required
        @Default("[]")
        @JsonPropertyDescription(
            "Scheduling gates of others, such as kueue.x-k8s.io/admission: while a pod has one, it"
                + " takes no worker ID.")
        @Size(max = 16)
        List<@Size(min = 1, max = 316) String> waitForGates,
    @Required
        @Default("20")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription("How many past holders each WorkerId remembers.")
        Integer history) {
  /** Fills in the defaults; the list is copied. */
  public IdGeneratorSpec {
    layout = layout == null ? LayoutSpec.defaults() : layout;
    workerIds = workerIds == null ? WorkerIdRange.defaults() : workerIds;
    lease = lease == null ? LeaseSpec.defaults() : lease;
    sidecar = sidecar == null ? SidecarSpec.defaults() : sidecar;
    waitForGates = waitForGates == null ? List.of() : List.copyOf(waitForGates);
    history = history == null ? 20 : history;
  }

  /** Returns what {@code spec: {}} means. */
  public static IdGeneratorSpec defaults() {
    return new IdGeneratorSpec(null, null, null, null, null, null);
  }
}
