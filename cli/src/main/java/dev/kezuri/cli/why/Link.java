// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One link of the chain from a label to IDs.
 *
 * @param text what was found
 * @param remedy what to do about it; empty if nothing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Link(Name name, State state, String text, String remedy) {
  /** The links, each of use only if those before it hold. */
  public enum Name {
    LABEL,
    GENERATOR,
    POLICY,
    GATE,
    LEASE,
    SIDECAR;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it is with a link. */
  public enum State {
    /** It holds. */
    OK,
    /** Under way, and by itself. */
    WAITS,
    /** Others hold the pod back, and it is no fault of Kezuri's. */
    HELD,
    /** Somebody must act. */
    BROKEN,
    /** It may not be looked at. */
    UNSEEN,
    /** A link before it does not hold, or the pod needs it no more. */
    OPEN;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return switch (this) {
        case UNSEEN -> "not seen";
        case OPEN -> "-";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  static Link ok(Name name, String text) {
    return new Link(name, State.OK, text, "");
  }

  static Link waits(Name name, String text) {
    return new Link(name, State.WAITS, text, "");
  }

  static Link held(Name name, String text, String remedy) {
    return new Link(name, State.HELD, text, remedy);
  }

  static Link broken(Name name, String text, String remedy) {
    return new Link(name, State.BROKEN, text, remedy);
  }

  static Link unseen(Name name, String text) {
    return new Link(name, State.UNSEEN, text, "");
  }

  static Link open(Name name) {
    return new Link(name, State.OPEN, "", "");
  }

  /** Returns whether the links after this one are of use. */
  public boolean goesOn() {
    return state == State.OK || state == State.UNSEEN;
  }
}
