// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.whois;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.kezuri.audit.Holding;
import dev.kezuri.id.DecodedId;
import dev.kezuri.lease.UtcMillis;
import java.util.Locale;

/**
 * What one generator's ledger says of an ID. What it does not say is null.
 *
 * @param layout timestamp, worker and sequence bits
 * @param pod who issued it, if it is of this generator
 * @param from start of the pod's window
 * @param until end of the pod's window
 * @param text that in words
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Candidate(
    String generator,
    String layout,
    Outcome outcome,
    Integer workerId,
    String time,
    Integer sequence,
    String pod,
    String podUid,
    String node,
    String from,
    String until,
    String text) {
  /** What came out. */
  public enum Outcome {
    /** A window of this pod has the ID's timestamp. */
    POD,
    /** It is known that no pod had the worker ID then. */
    NOBODY,
    /** The ledger does not reach back so far, or is not there. */
    UNKNOWN,
    /** No ID of this generator looks so. */
    IMPOSSIBLE;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return this == UNKNOWN ? "not known" : name().toLowerCase(Locale.ROOT);
    }
  }

  static Candidate impossible(Issuer issuer, String text) {
    return new Candidate(
        issuer.generator(),
        issuer.layoutText(),
        Outcome.IMPOSSIBLE,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        text);
  }

  static Candidate without(Issuer issuer, DecodedId id, Outcome outcome, String text) {
    return of(issuer, id, outcome, null, text);
  }

  static Candidate of(Issuer issuer, DecodedId id, Outcome outcome, Holding holding, String text) {
    boolean held = holding != null;
    return new Candidate(
        issuer.generator(),
        issuer.layoutText(),
        outcome,
        id.workerId(),
        UtcMillis.format(id.timestampMs()),
        id.sequence(),
        held ? holding.pod() : null,
        held ? holding.podUid() : null,
        held ? holding.node() : null,
        held ? UtcMillis.format(holding.window().notBeforeMs()) : null,
        held ? UtcMillis.format(holding.window().notAfterMs()) : null,
        text);
  }
}
