// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What is to be done about one pod.
 *
 * @param seen the pod as the step was made from it
 * @param to the image it is to have
 * @param why it is skipped; empty if it is not
 */
public record Step(@JsonIgnore Candidate seen, String to, Kind kind, String why) {
  /** In the order in which they are gone through. */
  public enum Kind {
    /** Has its image, and has not come back with it: an earlier run was cut off, or stopped. */
    AWAIT,
    CHANGE,
    SKIP;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the steps for all, in the order to go through. Pods that issue no IDs come first. */
  public static List<Step> of(List<Candidate> candidates, Images images) {
    List<Step> steps = new ArrayList<>();
    candidates.forEach(one -> steps.add(of(one, images.of(one))));
    steps.sort(
        Comparator.comparing(Step::kind)
            .thenComparing(step -> step.seen().ready())
            .thenComparing(Step::pod));
    return steps;
  }

  /** Returns the step for one pod. */
  public static Step of(Candidate candidate, String image) {
    String unfit = unfit(candidate);
    if (!unfit.isEmpty()) {
      return new Step(candidate, image, Kind.SKIP, unfit);
    }
    if (!candidate.image().equals(image)) {
      return new Step(candidate, image, Kind.CHANGE, "");
    }
    return candidate.ready() && !candidate.unseen()
        ? new Step(candidate, image, Kind.SKIP, "has it already")
        : new Step(candidate, image, Kind.AWAIT, "");
  }

  private static String unfit(Candidate one) {
    return switch (one.pod().phase()) {
      case TERMINATING -> "is being deleted";
      case TERMINAL -> "has ended (" + one.pod().phaseText() + ")";
      case LIVING -> unfitAlive(one);
    };
  }

  private static String unfitAlive(Candidate one) {
    if (one.pod().sidecar().isEmpty()) {
      return "has no sidecar";
    }
    if (!one.injected()) {
      return "its sidecar is written by hand: change its manifest";
    }
    if (one.pod().gated() || !one.pod().phaseText().equals("Running")) {
      return "is pending";
    }
    if (one.pod().sidecar().get().stateLost()) {
      return "has lost its state: delete it";
    }
    if (one.turn() < 0) {
      return "has no lease";
    }
    // Until then an empty state folder is accepted: its sidecar is not ended for nothing.
    return one.turn() == 0 ? "is in turn 0: its first start is not over" : "";
  }

  /** Returns {@code <namespace>/<name>}. */
  public String pod() {
    return seen.pod().path();
  }

  /** Returns the generator, {@code <namespace>/<name>}. */
  public String generator() {
    return seen.generator();
  }

  /** Returns the image it has. */
  public String from() {
    return seen.image();
  }
}
