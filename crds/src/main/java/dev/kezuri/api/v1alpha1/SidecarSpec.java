// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;

/** The container that serves IDs on localhost; what is left out is the default. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.port != self.adminPort",
    message = "sidecar.adminPort must not be sidecar.port")
@ValidationRule(
    value =
        "self.idleTimeout.matches('"
            + SpanText.PATTERN
            + "') && size(self.idleTimeout) > 0 && duration(self.idleTimeout) >= duration('1s') &&"
            + " duration(self.idleTimeout) <= duration('720h')",
    fieldPath = ".idleTimeout",
    message = "sidecar.idleTimeout must be 1s to 720h, such as 24h, 90s or 1h30m")
@ValidationRule(
    value = "!has(self.logLevel) || self.logLevel in ['debug', 'info', 'warn', 'error']",
    fieldPath = ".logLevel",
    message = "sidecar.logLevel must be debug, info, warn or error")
@ValidationRule(
    value =
        "self.env.all(v, !(v.name in ['KEZURI_POD_UID', 'KEZURI_LISTEN', 'KEZURI_ADMIN_LISTEN',"
            + " 'KEZURI_IDLE_TIMEOUT', 'KEZURI_LOG_LEVEL', 'KEZURI_LEASE', 'KEZURI_STATE_DIR', 'KEZURI_WORKER_ID']))",
    fieldPath = ".env",
    message = "sidecar.env must not set what sidecar has fields for or the injection sets")
public record SidecarSpec(
    @Required
        @Default("true")
        @JsonPropertyDescription(
            "Whether pods get the sidecar; without it they get their worker ID only, as"
                + " KEZURI_WORKER_ID.")
        Boolean enabled,
    @JsonPropertyDescription(
            "The sidecar's image; left out, the one that belongs to the version that injects it.")
        @Size(min = 1, max = 1024)
        String image,
    @Required
        @Default("11212")
        @Min(1)
        @Max(65_535)
        @JsonPropertyDescription("The port on localhost that IDs are served on.")
        Integer port,
    @Required
        @Default("11213")
        @Min(1)
        @Max(65_535)
        @JsonPropertyDescription(
            "The port for probes and metrics, reachable from outside of the pod; it serves no"
                + " IDs.")
        Integer adminPort,
    @JsonPropertyDescription(
            "Requests and limits of the sidecar's container, all of them; left out, it requests 10m"
                + " CPU and 64Mi memory and is limited to 128Mi memory, or shares what its pod has"
                + " of its own (spec.resources).")
        ResourceRequirements resources,
    @Required
        @Default("[]")
        @JsonPropertyDescription(
            "Secrets of the pod's namespace to pull the image with; added to the pod's own.")
        @Size(max = 32)
        List<LocalObjectReference> imagePullSecrets,
    @Required
        @Default("10m")
        @Size(max = Forms.SPAN_LENGTH)
        @JsonPropertyDescription(
            "How long a client's connection may be silent before it is closed, 1s to 720h, such"
                + " as 10m or 90s.")
        String idleTimeout,
    @JsonPropertyDescription(
            "The least that the sidecar logs: debug, info, warn or error; left out, info.")
        @Size(max = 5)
        String logLevel,
    @Required
        @Default("[]")
        @JsonPropertyDescription("Further environment variables of the sidecar's container.")
        @Size(max = 100)
        List<EnvVar> env) {
  /** Fills in the defaults, except those of image, resources and logLevel; lists are copied. */
  public SidecarSpec {
    enabled = enabled == null || enabled;
    port = port == null ? 11212 : port;
    adminPort = adminPort == null ? 11213 : adminPort;
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    idleTimeout = idleTimeout == null ? "10m" : idleTimeout;
    env = env == null ? List.of() : List.copyOf(env);
  }

  /** Returns a sidecar with the image of this version, on the ports 11212 and 11213. */
  public static SidecarSpec defaults() {
    return new SidecarSpec(null, null, null, null, null, null, null, null, null);
  }

  /**
   * Returns the idle timeout in ms.
   *
   * @throws IllegalArgumentException if it has another form than 1h30m20s
   */
  public long idleTimeoutMs() {
    return SpanText.ms("spec.sidecar.idleTimeout", idleTimeout);
  }
}
