// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.status;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenSidecar;
import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.Link;
import dev.kezuri.cli.why.PodChain;
import dev.kezuri.cli.why.Readiness;
import dev.kezuri.cli.why.View;
import dev.kezuri.lease.UtcMillis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How generators and their pods are doing.
 *
 * @param well whether all pods that ask get IDs, and nothing holds that back
 * @param verdict that in a sentence
 * @param notLookedAt what could not be looked at, and the right that is missing
 */
public record StatusReport(
    boolean well,
    String verdict,
    List<GeneratorState> generators,
    List<PodTrouble> pods,
    List<SidecarUse> sidecars,
    List<String> notLookedAt) {
  /**
   * Looks at generators.
   *
   * @param view with the generators to tell of
   * @param pods labelled pods of the same namespaces; empty if they may not be looked at
   */
  public static StatusReport of(View view, Optional<List<SeenPod>> pods, List<String> notLookedAt) {
    List<SeenPod> living =
        pods.orElse(List.of()).stream()
            .filter(SeenPod::lives)
            .sorted(Comparator.comparingLong(SeenPod::createdMs).thenComparing(SeenPod::path))
            .toList();
    List<PodTrouble> troubles =
        living.stream().flatMap(pod -> trouble(pod, view).stream()).toList();
    List<GeneratorState> states =
        view.generators().orElse(List.of()).stream()
            .map(one -> state(one, view, pods, troubles))
            .sorted(Comparator.comparing(GeneratorState::generator))
            .toList();
    Verdict verdict = Verdict.of(states, troubles, living.size(), !notLookedAt.isEmpty());
    return new StatusReport(
        verdict.well(), verdict.words(), states, troubles, sidecars(living), notLookedAt);
  }

  private static Optional<PodTrouble> trouble(SeenPod pod, View view) {
    Chain chain = PodChain.of(pod, view);
    return chain.first().map(link -> trouble(pod, link));
  }

  private static PodTrouble trouble(SeenPod pod, Link link) {
    return new PodTrouble(
        pod.path(),
        pod.ledgerName().orElse(""),
        kind(pod, link),
        UtcMillis.format(pod.createdMs()),
        link.name().toString(),
        link.text(),
        link.remedy());
  }

  private static PodTrouble.Kind kind(SeenPod pod, Link link) {
    if (link.state() == Link.State.WAITS) {
      return PodTrouble.Kind.STARTING;
    }
    if (link.state() == Link.State.HELD) {
      return PodTrouble.Kind.HELD;
    }
    if (link.name() == Link.Name.POLICY) {
      return PodTrouble.Kind.BARE;
    }
    return pod.lease().isPresent() || pod.leaseFault().isPresent()
        ? PodTrouble.Kind.REFUSED
        : PodTrouble.Kind.WAITS;
  }

  private static GeneratorState state(
      IdGenerator generator, View view, Optional<List<SeenPod>> pods, List<PodTrouble> troubles) {
    String name = generator.ledgerName();
    Readiness readiness = Readiness.of(generator);
    Optional<Set<String>> there =
        pods.map(
            all ->
                all.stream()
                    .filter(pod -> pod.phase() != SeenPod.Phase.TERMINAL)
                    .map(SeenPod::uid)
                    .collect(Collectors.toSet()));
    Room room =
        view.workerIds()
            .map(
                all ->
                    Room.of(
                        generator,
                        all.stream().filter(one -> one.generator().equals(name)).toList(),
                        there,
                        view.nowMs()))
            .orElseGet(() -> Room.ofSummary(generator));
    Integer summary = generator.getStatus() == null ? null : generator.getStatus().waiting();
    Integer waiting = pods.isPresent() ? waiting(troubles, name) : summary;
    return new GeneratorState(name, readiness.word(), room, waiting, told(generator, readiness));
  }

  private static Integer waiting(List<PodTrouble> troubles, String generator) {
    return (int)
        troubles.stream()
            .filter(one -> one.generator().equals(generator))
            .filter(one -> one.kind() == PodTrouble.Kind.WAITS)
            .count();
  }

  private static List<GeneratorState.Told> told(IdGenerator generator, Readiness readiness) {
    List<GeneratorState.Told> told = new ArrayList<>();
    if (generator.getStatus() != null) {
      generator.getStatus().conditions().stream()
          .filter(c -> c.getStatus().equals("True"))
          .filter(c -> !c.getType().equals("Ready") && !c.getType().equals("Stalled"))
          .forEach(
              c ->
                  told.add(
                      new GeneratorState.Told(
                          c.getType(),
                          readiness.holdsBack().isPresent() && readiness.word().equals(c.getType()),
                          c.getLastTransitionTime(),
                          Readiness.fact(c),
                          Readiness.remedy(c))));
    }
    return told;
  }

  private record Use(String generator, String image) {}

  private static List<SidecarUse> sidecars(List<SeenPod> living) {
    Map<Use, List<SeenPod>> pods =
        living.stream()
            .filter(pod -> pod.sidecar().isPresent() && pod.ledgerName().isPresent())
            .collect(
                Collectors.groupingBy(
                    pod -> new Use(pod.ledgerName().get(), pod.sidecar().get().image())));
    return pods.entrySet().stream()
        .map(one -> use(one.getKey(), one.getValue()))
        .sorted(Comparator.comparing(SidecarUse::generator).thenComparing(SidecarUse::image))
        .toList();
  }

  private static SidecarUse use(Use use, List<SeenPod> pods) {
    long ready =
        pods.stream().filter(pod -> pod.sidecar().get().state() == SeenSidecar.State.READY).count();
    List<String> names = pods.stream().map(SeenPod::path).sorted().toList();
    return new SidecarUse(use.generator(), use.image(), pods.size(), (int) ready, names);
  }
}
