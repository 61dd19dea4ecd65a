// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.Ledger.where;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What each generator has made, and the objects that there are. */
final class MadeRules {
  /** The operator removes a ledger 10 minutes after its last floor. */
  private static final long REMOVED_MS = Duration.ofMinutes(30).toMillis();

  private final Ledger ledger;
  private final List<Finding> findings = new ArrayList<>();

  private MadeRules(Ledger ledger) {
    this.ledger = ledger;
  }

  static List<Finding> of(Ledger ledger) {
    MadeRules rules = new MadeRules(ledger);
    ledger.generators().forEach(rules::generator);
    ledger.workerIds().forEach(rules::object);
    ledger
        .byGenerator()
        .forEach(
            (name, all) -> {
              if (ledger.generator(name).isEmpty()) {
                rules.abandoned(name, all);
              }
            });
    return rules.findings;
  }

  private void generator(IdGenerator generator) {
    Integer provisioned =
        generator.getStatus() == null ? null : generator.getStatus().provisioned();
    Map<String, String> annotations = generator.getMetadata().getAnnotations();
    boolean marked = annotations != null && annotations.containsKey(MetadataKeys.ANNOTATION_LEDGER);
    if (provisioned == null) {
      if (marked) {
        findings.add(
            Finding.broken(
                Rule.RESTORED,
                where(generator),
                "its ledger was begun, and status.provisioned is gone: it came back without its"
                    + " status"));
      }
      return;
    }
    Map<Integer, SeenWorkerId> there = new TreeMap<>();
    ledger.workerIds(generator.ledgerName()).forEach(one -> there.put(one.id(), one));
    int first = generator.getSpec().workerIds().first();
    List<Integer> missing =
        IntStream.range(first, provisioned).filter(id -> !there.containsKey(id)).boxed().toList();
    List<Integer> empty =
        IntStream.range(first, provisioned)
            .filter(id -> there.containsKey(id) && there.get(id).floorMs().isEmpty())
            .boxed()
            .toList();
    below(generator, Rule.MISSING, missing, "are missing");
    below(generator, Rule.EMPTY, empty, "have no floor");
    there.values().stream()
        .filter(one -> one.id() >= provisioned)
        .forEach(one -> above(one, provisioned));
  }

  private void below(IdGenerator generator, Rule rule, List<Integer> ids, String what) {
    if (!ids.isEmpty()) {
      findings.add(
          Finding.broken(
              rule,
              where(generator),
              "WorkerIds below status.provisioned " + what + ": " + ranges(ids)));
    }
  }

  private void above(SeenWorkerId one, int provisioned) {
    boolean granted = one.held().isPresent() || !one.history().isEmpty();
    String what = "status.provisioned of its generator is " + provisioned + ", ";
    findings.add(
        granted
            ? Finding.broken(Rule.ABOVE_PROVISIONED, where(one), what + "and it has been granted")
            : Finding.inProgress(Rule.PROVISIONING, where(one), what + "and not raised yet"));
  }

  private void object(SeenWorkerId one) {
    String generator = one.generator();
    if (!one.name().equals(generator.replace('/', '.') + "." + one.id())) {
      findings.add(
          Finding.broken(
              Rule.NAME,
              where(one),
              "it stands for worker ID %d of %s, which its name does not say"
                  .formatted(one.id(), generator)));
    }
    if (!one.finalized() && !one.deleting()) {
      findings.add(
          Finding.broken(Rule.FINALIZER, where(one), "the finalizer kezuri.dev/ledger is missing")
              .naming(one.name()));
    }
    if (one.id() > one.layout().maxWorkerId()) {
      findings.add(
          Finding.broken(
              Rule.ID_TOO_LARGE,
              where(one),
              "worker ID %d does not fit the %d bits of its layout"
                  .formatted(one.id(), one.layout().workerBits())));
    }
    ledger.generator(generator).ifPresent(found -> ofGenerator(one, found));
  }

  private void ofGenerator(SeenWorkerId one, IdGenerator generator) {
    if (!one.layout().equals(generator.getSpec().layout().toIdLayout())) {
      findings.add(
          Finding.broken(
                  Rule.OTHER_LAYOUT,
                  where(one),
                  "its layout is not that of IdGenerator " + one.generator())
              .since(SeenSidecar.ms(generator.getMetadata().getCreationTimestamp())));
    }
    if (one.held().isPresent() && !generator.getSpec().workerIds().allows(one.id())) {
      findings.add(
          Finding.note(
              Rule.OUT_OF_RANGE,
              where(one),
              "pod %s holds it, and it is out of spec.workerIds or reserved: no other issuer may use"
                      .formatted(one.held().get().pod())
                  + " it before it is released"));
    }
  }

  private void abandoned(String name, List<SeenWorkerId> all) {
    long held = all.stream().filter(one -> one.held().isPresent()).count();
    long lastMs = all.stream().mapToLong(SeenWorkerId::restsUntilMs).max().orElse(Long.MIN_VALUE);
    String what = "there is no IdGenerator %s, and %d WorkerIds of it".formatted(name, all.size());
    String where = "workerids of " + name;
    if (held == 0 && lastMs + REMOVED_MS < ledger.nowMs()) {
      findings.add(
          Finding.broken(Rule.LEFT_BEHIND, where, what + ", long after the last floor")
              .since(Math.max(0, lastMs)));
    } else {
      findings.add(
          Finding.note(
              Rule.ABANDONED,
              where,
              what
                  + ", "
                  + held
                  + " of them held: they go 10 minutes after the last floor, once none is held"
                  + lost(all)));
    }
  }

  private static String lost(List<SeenWorkerId> all) {
    long lost = all.stream().filter(one -> one.floorMs().isEmpty()).count();
    return lost == 0
        ? ""
        : "; " + lost + " have no status: they stay for 720h, or until kubectl kezuri fence";
  }

  /** Returns {@code 3, 7 to 9} for sorted numbers. */
  static String ranges(List<Integer> ids) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= ids.size(); i++) {
      if (i == ids.size() || ids.get(i) != ids.get(i - 1) + 1) {
        int start = ids.get(from);
        int end = ids.get(i - 1);
        words.add(start == end ? "" + start : start + " to " + end);
        from = i;
      }
    }
    return String.join(", ", words);
  }
}
