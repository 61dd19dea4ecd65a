// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.Link;
import dev.kezuri.cli.why.PodChain;
import dev.kezuri.cli.why.PodNeeds;
import dev.kezuri.cli.why.View;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Labelled pods, one by one: whether each gets IDs, and has a sidecar that is safe. */
final class PodChecks {
  private static final String TOPIC = "pod";

  private final Cluster cluster;
  private final InstantSource clock;

  PodChecks(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Looks at the pods of a namespace, or of all if it is null. */
  List<Finding> findings(String namespace) {
    ClusterLookup lookup = cluster.lookup();
    Look<List<IdGenerator>> generators = lookup.generators(namespace);
    Look<List<WorkerId>> workerIds = lookup.workerIds();
    List<Pod> pods = cluster.pods(namespace);
    View view =
        View.of(
            clock.millis(),
            generators.seen(),
            generators.unseen().orElse(""),
            workerIds.seen(),
            workerIds.unseen().orElse(""));
    List<Finding> findings = of(pods, view);
    generators.unseen().ifPresent(right -> findings.add(unseen("IdGenerators", right)));
    workerIds.unseen().ifPresent(right -> findings.add(unseen("the ledger", right)));
    return findings;
  }

  private static Finding unseen(String what, String right) {
    return Finding.skipped(TOPIC, "not compared with " + what, right);
  }

  /** Returns what is wrong with each, and how many are well. */
  static List<Finding> of(List<Pod> pods, View view) {
    List<Finding> findings = new ArrayList<>();
    int well = 0;
    int ended = 0;
    for (Pod pod : pods) {
      SeenPod seen = SeenPod.of(pod);
      Optional<Finding> found = of(pod, seen, view);
      found.ifPresent(findings::add);
      ended += seen.lives() ? 0 : 1;
      well += seen.lives() && found.isEmpty() ? 1 : 0;
    }
    String over = ended == 0 ? "" : "; " + ended + " have ended or are being deleted";
    findings.addFirst(
        pods.isEmpty()
            ? Finding.skipped(TOPIC, "there are no labelled pods", "-A looks in all namespaces")
            : Finding.ok(TOPIC, well + " of " + pods.size() + " labelled pods get IDs" + over));
    return findings;
  }

  private static Optional<Finding> of(Pod pod, SeenPod seen, View view) {
    if (!seen.lives()) {
      return Optional.empty();
    }
    Chain chain = PodChain.of(seen, view);
    Optional<Finding> lacking =
        PodNeeds.lacking(pod)
            .map(
                what ->
                    Finding.problem(
                        TOPIC,
                        seen.path() + ": its sidecar has not " + what,
                        "correct the manifest, or leave the container out and it is injected; and"
                            + " have the pod made again"));
    return lacking.or(() -> chain.first().map(link -> of(seen, link)));
  }

  private static Finding of(SeenPod pod, Link link) {
    String text = pod.path() + ": the " + link.name() + ": " + link.text();
    return switch (link.state()) {
      case BROKEN -> Finding.problem(TOPIC, text, link.remedy());
      case WAITS -> Finding.pending(TOPIC, text);
      default -> Finding.warning(TOPIC, text, link.remedy());
    };
  }
}
