// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a pod's annotations ask of its sidecar, before what its IdGenerator says. */
record SidecarOverrides(
    Optional<String> image,
    Optional<String> logLevel,
    Map<String, Quantity> requests,
    Map<String, Quantity> limits) {
  /** The API server's form of a quantity, without those below 0. */
  private static final Pattern QUANTITY =
      Pattern.compile("\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?");

  private static final List<String> LOG_LEVELS = List.of("debug", "info", "warn", "error");

  private static final List<Annotated> QUANTITIES =
      List.of(
          new Annotated(MetadataKeys.ANNOTATION_SIDECAR_CPU_REQUEST, "cpu", "100m", false),
          new Annotated(MetadataKeys.ANNOTATION_SIDECAR_MEMORY_REQUEST, "memory", "128Mi", false),
          new Annotated(MetadataKeys.ANNOTATION_SIDECAR_CPU_LIMIT, "cpu", "100m", true),
          new Annotated(MetadataKeys.ANNOTATION_SIDECAR_MEMORY_LIMIT, "memory", "128Mi", true));

  private record Annotated(String annotation, String resource, String example, boolean isLimit) {}

  /**
   * Reads the annotations; an empty one is none.
   *
   * @throws InjectionException if one cannot be used
   */
  static SidecarOverrides of(Pod pod) {
    Map<String, Quantity> requests = new LinkedHashMap<>();
    Map<String, Quantity> limits = new LinkedHashMap<>();
    for (Annotated one : QUANTITIES) {
      annotation(pod, one.annotation())
          .ifPresent(
              text -> (one.isLimit() ? limits : requests).put(one.resource(), quantity(one, text)));
    }
    return new SidecarOverrides(
        annotation(pod, MetadataKeys.ANNOTATION_SIDECAR_IMAGE),
        annotation(pod, MetadataKeys.ANNOTATION_SIDECAR_LOG_LEVEL).map(SidecarOverrides::logLevel),
        requests,
        limits);
  }

  private static Optional<String> annotation(Pod pod, String key) {
    return Optional.ofNullable(pod.getMetadata())
        .map(metadata -> metadata.getAnnotations())
        .map(annotations -> annotations.get(key))
        .filter(value -> !value.isEmpty());
  }

  private static Quantity quantity(Annotated annotated, String text) {
    if (!QUANTITY.matcher(text).matches()) {
      throw wrong(
          annotated.annotation(), text, "a quantity of 0 or more, such as " + annotated.example());
    }
    return new Quantity(text);
  }

  private static String logLevel(String text) {
    if (!LOG_LEVELS.contains(text)) {
      throw wrong(MetadataKeys.ANNOTATION_SIDECAR_LOG_LEVEL, text, "debug, info, warn or error");
    }
    return text;
  }

  private static InjectionException wrong(String annotation, String text, String rule) {
    return new InjectionException(
        "annotation "
            + annotation
            + " must be "
            + rule
            + ": "
            + text.lines().findFirst().orElse(""));
  }
}
