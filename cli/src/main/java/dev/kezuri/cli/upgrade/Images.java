// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import dev.kezuri.api.v1alpha1.IdGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which image a sidecar is to have: the one given, or that of a pod made now.
 *
 * @param given for all pods
 * @param ofGenerators {@code spec.sidecar.image}, of those that have one
 * @param otherwise what the injection takes; null if that was not looked at, as no pod needs it
 */
public record Images(Optional<String> given, Map<String, String> ofGenerators, String otherwise) {
  /** The same image for all. */
  public static Images of(String image) {
    return new Images(Optional.of(image), Map.of(), null);
  }

  /** What pods made now get, but for the injection's own image. */
  public static Images of(List<IdGenerator> generators) {
    Map<String, String> images = new HashMap<>();
    for (IdGenerator one : generators) {
      if (one.getSpec().sidecar().image() != null) {
        images.put(one.ledgerName(), one.getSpec().sidecar().image());
      }
    }
    return new Images(Optional.empty(), images, null);
  }

  /** Adds the image that the injection takes where nothing names one. */
  public Images otherwise(String image) {
    return new Images(given, ofGenerators, image);
  }

  /** Returns whether the injection's image has to be known for one of these. */
  public boolean askInjection(List<Candidate> candidates) {
    return candidates.stream().anyMatch(one -> named(one).isEmpty());
  }

  private Optional<String> named(Candidate candidate) {
    return given
        .or(candidate::asked)
        .or(() -> Optional.ofNullable(ofGenerators.get(candidate.generator())));
  }

  String of(Candidate candidate) {
    return named(candidate).orElse(otherwise);
  }
}
