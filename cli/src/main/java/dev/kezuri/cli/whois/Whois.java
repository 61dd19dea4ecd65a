// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.whois;

import static dev.kezuri.cli.whois.Candidate.Outcome.NOBODY;
import static dev.kezuri.cli.whois.Candidate.Outcome.POD;
import static dev.kezuri.cli.whois.Candidate.Outcome.UNKNOWN;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.Holding;
import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.id.DecodedId;
import dev.kezuri.lease.UtcMillis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks each generator's ledger who issued an ID, by the generator's own layout. */
public final class Whois {
  /** More than any clock is wrong that the operator works with. */
  private static final long CLOCKS_MS = Duration.ofMinutes(10).toMillis();

  private final List<Issuer> issuers;
  private final long nowMs;

  private Whois(List<Issuer> issuers, long nowMs) {
    this.issuers = issuers;
    this.nowMs = nowMs;
  }

  /**
   * Prepares questions.
   *
   * @param generators those that may be looked at; a ledger without one is asked all the same
   */
  public static Whois of(List<IdGenerator> generators, List<WorkerId> workerIds, long nowMs) {
    return new Whois(Issuer.of(generators, workerIds), nowMs);
  }

  /** Returns what each generator's ledger says; pods first. */
  public List<Candidate> ask(long id) {
    List<Candidate> all = new ArrayList<>();
    issuers.forEach(issuer -> all.addAll(ask(issuer, id)));
    all.sort(Comparator.comparing(Candidate::outcome));
    return List.copyOf(all);
  }

  private List<Candidate> ask(Issuer issuer, long id) {
    DecodedId parts;
    try {
      parts = issuer.layout().decode(id);
    } catch (IllegalArgumentException e) {
      return List.of(Candidate.impossible(issuer, e.getMessage()));
    }
    if (parts.timestampMs() > nowMs + CLOCKS_MS) {
      return List.of(
          Candidate.without(
              issuer, parts, NOBODY, "its time is in the future: no pod has issued it yet"));
    }
    Optional<SeenWorkerId> number = issuer.workerId(parts.workerId());
    if (number.isEmpty()) {
      return List.of(unmade(issuer, parts));
    }
    List<Candidate> pods =
        number.get().holdings().stream()
            .filter(one -> one.window().contains(parts.timestampMs()))
            .map(one -> Candidate.of(issuer, parts, POD, one, words(one, parts)))
            .toList();
    return pods.isEmpty() ? List.of(outside(issuer, parts, number.get())) : pods;
  }

  private String words(Holding one, DecodedId parts) {
    String ahead = parts.timestampMs() > nowMs ? "; its time is ahead of this machine's clock" : "";
    return switch (one.end()) {
      case HELD -> "which holds it now" + ahead;
      case GRACEFUL -> "which issued its last one before " + end(one) + " and said so";
      case LOST -> "which went without a last word: when it issued last is not known";
    };
  }

  private static Candidate unmade(Issuer issuer, DecodedId parts) {
    int id = parts.workerId();
    if (issuer.object().isEmpty()) {
      return Candidate.without(
          issuer, parts, UNKNOWN, "there is no WorkerId " + id + ", and no IdGenerator to ask");
    }
    IdGenerator generator = issuer.object().get();
    Integer provisioned =
        Optional.ofNullable(generator.getStatus()).map(IdGeneratorStatus::provisioned).orElse(null);
    if (!generator.getSpec().workerIds().allows(id)) {
      return Candidate.without(
          issuer,
          parts,
          NOBODY,
          "worker ID " + id + " is reserved or out of spec.workerIds: another issuer's");
    }
    if (provisioned != null && id < provisioned) {
      return Candidate.without(
          issuer,
          parts,
          UNKNOWN,
          "WorkerId " + id + " was made once and is gone, with its history");
    }
    return Candidate.without(
        issuer, parts, NOBODY, "worker ID " + id + " was never given to a pod here");
  }

  private static Candidate outside(Issuer issuer, DecodedId parts, SeenWorkerId number) {
    int id = parts.workerId();
    long atMs = parts.timestampMs();
    List<Holding> inTime =
        number.holdings().stream()
            .sorted(Comparator.comparingLong(one -> one.window().notBeforeMs()))
            .toList();
    if (inTime.isEmpty()) {
      String made = UtcMillis.format(number.createdMs());
      return atMs < number.createdMs()
          ? Candidate.without(issuer, parts, UNKNOWN, "history of worker " + id + " begins " + made)
          : Candidate.without(
              issuer,
              parts,
              NOBODY,
              "no pod has had worker ID " + id + " since it was made at " + made);
    }
    if (atMs < inTime.getFirst().window().notBeforeMs()) {
      return Candidate.without(
          issuer,
          parts,
          UNKNOWN,
          "history of worker %d begins %s; the operator's log may have older grants"
              .formatted(id, UtcMillis.format(inTime.getFirst().window().notBeforeMs())));
    }
    Holding before =
        inTime.stream().filter(one -> one.window().notAfterMs() <= atMs).reduce((a, b) -> b).get();
    Optional<Holding> after =
        inTime.stream().filter(one -> one.window().notBeforeMs() > atMs).findFirst();
    return Candidate.without(
        issuer, parts, NOBODY, "no pod had worker ID " + id + " then: " + around(before, after));
  }

  private static String around(Holding before, Optional<Holding> after) {
    String ended =
        switch (before.end()) {
          case HELD -> "pod " + before.pod() + " has it until " + end(before) + " only";
          case GRACEFUL -> "pod " + before.pod() + " gave its last word before " + end(before);
          case LOST -> "the window of pod " + before.pod() + " ran out at " + end(before);
        };
    return ended
        + after
            .map(
                one ->
                    ", and that of pod "
                        + one.pod()
                        + " began at "
                        + UtcMillis.format(one.window().notBeforeMs()))
            .orElse(before.end() == Holding.End.HELD ? "" : ", and none has had it since");
  }

  private static String end(Holding one) {
    return UtcMillis.format(one.window().notAfterMs());
  }
}
