// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.uninstall;

import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.lease.UtcMillis;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is there.
 *
 * @param things objects that the installation brought
 * @param generators {@code <namespace>/<name>}
 * @param pods those with the label
 */
public record Standing(
    List<Thing> things, List<String> generators, List<SeenWorkerId> ledger, List<SeenPod> pods) {
  /** So long after its last floor the operator takes a ledger apart. */
  private static final long REST_MS = Duration.ofMinutes(10).toMillis();

  /** So many are named. */
  private static final int NAMED = 5;

  /** Returns whether nothing of Kezuri is there. */
  public boolean empty() {
    return things.isEmpty() && generators.isEmpty() && ledger.isEmpty();
  }

  /** Returns the pods that are meant to go on. */
  List<SeenPod> living() {
    return pods.stream().filter(SeenPod::lives).toList();
  }

  /** Returns until when a pod may issue IDs, by the ledger and by what pods were told. */
  OptionalLong lastIssueMs() {
    return Stream.concat(
            ledger.stream().flatMap(one -> one.held().stream()).map(one -> one.window()),
            pods.stream().flatMap(pod -> pod.lease().stream()).map(lease -> lease.window()))
        .mapToLong(window -> window.notAfterMs())
        .max();
  }

  /** Returns when the ledger is over at the latest, if nobody renews any more. */
  public OptionalLong overMs() {
    return ledger.stream().mapToLong(one -> one.restsUntilMs() + REST_MS).max();
  }

  /** Returns how many numbers pods hold. */
  public long held() {
    return ledger.stream().filter(one -> one.held().isPresent()).count();
  }

  /** Returns the objects that go in a stage, in their order. */
  public List<Thing> of(Stage stage) {
    return things.stream()
        .filter(thing -> Stage.of(thing.kind()) == stage)
        // A policy without its binding is asked no more; the other way it could be made anew.
        .sorted((a, b) -> Boolean.compare(isBinding(b), isBinding(a)))
        .toList();
  }

  private static boolean isBinding(Thing thing) {
    return thing.kind().endsWith("Binding");
  }

  /**
   * Returns why it must not be done as it was asked for; empty text if it may.
   *
   * @param operatorSilent whether it is known that no operator works
   */
  public String refusal(Wish wish, boolean operatorSilent) {
    List<SeenPod> living = living();
    if (!living.isEmpty() && !wish.abandonPods()) {
      return count(living.size(), "labelled pod lives", "labelled pods live")
          + " ("
          + names(living.stream().map(SeenPod::path).sorted().toList())
          + "): delete them, or take the label kezuri.dev/id-generator off their templates."
          + " --abandon-pods goes on all the same; then those at their gate wait for ever, and those"
          + " that run are refused IDs once their leases end, at "
          + time(lastIssueMs())
          + " at the latest";
    }
    boolean waits = !wish.keepLedger() && !wish.forgetLedger();
    if (!living.isEmpty() && waits) {
      return "the ledger of pods that live does not end: with --abandon-pods give --keep-ledger, or"
          + " --forget-ledger";
    }
    if (waits && operatorSilent && !ledger.isEmpty()) {
      return "no operator works, and only it takes the ledger of "
          + count(ledger.size(), "worker ID", "worker IDs")
          + " apart: start it (kubectl kezuri check says what is wrong), or give --keep-ledger, or"
          + " --forget-ledger";
    }
    return "";
  }

  /** Returns what people should know before they agree; empty text if nothing. */
  public String warning(Wish wish, long nowMs) {
    OptionalLong last = lastIssueMs();
    if (wish.forgetLedger() && last.isPresent() && last.getAsLong() > nowMs) {
      return "The ledger is forgotten while numbers are held: if Kezuri is installed again before "
          + time(last)
          + ", its pods may issue IDs that pods of today issue as well.";
    }
    if (!wish.keepLedger() && !ledger.isEmpty()) {
      return "With the ledger goes the record of which pod issued which IDs.";
    }
    return "";
  }

  private static String time(OptionalLong ms) {
    return ms.isPresent() ? UtcMillis.format(ms.getAsLong()) : "once";
  }

  static String count(long count, String one, String several) {
    return count == 1 ? "1 " + one : count + " " + several;
  }

  static String names(List<String> all) {
    int more = all.size() - NAMED;
    return String.join(", ", all.stream().limit(NAMED).toList())
        + (more > 0 ? " and " + more + " more" : "");
  }
}
