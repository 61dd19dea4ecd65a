// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.api.inject.SidecarImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The image that a pod made now gets where neither it nor its IdGenerator names one. */
final class InjectedImage {
  private static final String POLICY =
      "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies/kezuri-inject";

  /** The policy's variable; the chart writes another image into it. */
  private static final Pattern LITERAL = Pattern.compile("\\s*'([^'\\\\]+)'\\s*");

  private InjectedImage() {}

  /**
   * Reads it from the policy that injects; without one it is that of this version.
   *
   * @throws ClusterException if it may not be looked at, or says something else
   */
  static String of(ClusterProbe probe) {
    ClusterProbe.Answer answer = probe.get(POLICY);
    if (answer.refused()) {
      throw new ClusterException(
          "which image new pods get is not known: you need the verb get on"
              + " mutatingadmissionpolicies.admissionregistration.k8s.io in the whole cluster"
              + " (ClusterRole), or give --image");
    }
    return answer.found() ? of(answer.body()) : SidecarImage.ofThisVersion();
  }

  static String of(JsonNode policy) {
    for (JsonNode variable : policy.at("/spec/variables")) {
      if (variable.path("name").asText().equals("image")) {
        Matcher literal = LITERAL.matcher(variable.path("expression").asText());
        if (literal.matches()) {
          return literal.group(1);
        }
      }
    }
    throw new ClusterException(
        "which image new pods get is not known: the policy kezuri-inject does not say it as this"
            + " version does. Give --image");
  }
}
