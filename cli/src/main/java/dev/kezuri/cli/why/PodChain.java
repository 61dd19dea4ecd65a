// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import static dev.kezuri.cli.why.Link.Name.GATE;
import static dev.kezuri.cli.why.Link.Name.GENERATOR;
import static dev.kezuri.cli.why.Link.Name.LABEL;
import static dev.kezuri.cli.why.Link.Name.LEASE;
import static dev.kezuri.cli.why.Link.Name.POLICY;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.audit.Holding;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Goes along the chain of one pod. */
public final class PodChain {
  private final SeenPod pod;
  private final View view;

  private PodChain(SeenPod pod, View view) {
    this.pod = pod;
    this.view = view;
  }

  /** Returns the chain of a pod that is there. */
  public static Chain of(SeenPod pod, View view) {
    PodChain chain = new PodChain(pod, view);
    List<Link> links = new ArrayList<>();
    add(links, LABEL, chain::label);
    add(links, GENERATOR, chain::generator);
    add(links, POLICY, chain::policy);
    if (!pod.lives()) {
      links.add(Link.open(GATE));
      links.add(Link.open(LEASE));
      links.add(Link.open(Link.Name.SIDECAR));
      return new Chain(pod.path(), ended(pod), links);
    }
    add(links, GATE, chain::gate);
    add(links, LEASE, chain::lease);
    add(links, Link.Name.SIDECAR, () -> SidecarLink.of(pod, view));
    return new Chain(pod.path(), "", links);
  }

  private static String ended(SeenPod pod) {
    return pod.phase() == SeenPod.Phase.TERMINAL
        ? "has ended (" + pod.phaseText() + ")"
        : "is being deleted";
  }

  private static void add(List<Link> links, Link.Name name, Supplier<Link> look) {
    boolean goesOn = links.stream().allMatch(Link::goesOn);
    links.add(goesOn ? look.get() : Link.open(name));
  }

  private Link label() {
    if (pod.generator().isEmpty()) {
      return Link.broken(
          LABEL,
          "the pod has no label " + MetadataKeys.LABEL_GENERATOR,
          "put it into the labels of the pod template (spec.template.metadata.labels), or of the Pod"
              + " in its manifest; a pod that exists cannot be given it, so have it made again");
    }
    if (pod.generator().get().isEmpty()) {
      return Link.broken(
          LABEL,
          "the label " + MetadataKeys.LABEL_GENERATOR + " is empty",
          "give it the name of an IdGenerator of the pod's namespace, and have the pod made again");
    }
    return Link.ok(LABEL, MetadataKeys.LABEL_GENERATOR + ": " + pod.generator().get());
  }

  private Link generator() {
    String name = pod.ledgerName().orElseThrow();
    if (view.generators().isEmpty()) {
      return Link.unseen(GENERATOR, view.generatorsUnseen());
    }
    Optional<IdGenerator> found = view.generator(name);
    if (found.isPresent()) {
      return Link.ok(GENERATOR, "IdGenerator " + name + ", " + Readiness.of(found.get()).word());
    }
    boolean served = pod.lease().isPresent();
    return served
        ? Link.ok(GENERATOR, "IdGenerator " + name + " was deleted; its pods keep their numbers")
        : missing(pod.namespace(), pod.generator().get(), view);
  }

  static Link missing(String namespace, String name, View view) {
    List<String> others = view.namesIn(namespace);
    return Link.broken(
        GENERATOR,
        "there is no IdGenerator "
            + name
            + " in namespace "
            + namespace
            + (others.isEmpty()
                ? ", nor any other"
                : "; those there are: " + String.join(", ", others)),
        "apply one, or correct the label " + MetadataKeys.LABEL_GENERATOR);
  }

  private Link policy() {
    boolean wantsSidecar =
        pod.ledgerName()
            .flatMap(view::generator)
            .map(one -> one.getSpec().sidecar().enabled())
            .orElse(false);
    String again =
        "have the pod made again: delete it. If the next one is no better: kubectl kezuri check says"
            + " whether the policy kezuri-inject works; without it, kubectl kezuri inject";
    if (!pod.told() && pod.sidecar().isEmpty()) {
      return Link.broken(POLICY, "nothing was injected: no container has KEZURI_WORKER_ID", again);
    }
    if (wantsSidecar && pod.sidecar().isEmpty()) {
      return Link.broken(
          POLICY,
          "there is no container " + MetadataKeys.SIDECAR_CONTAINER + ": nothing serves IDs",
          again);
    }
    return Link.ok(
        POLICY,
        pod.sidecar().isPresent()
            ? "injected: sidecar and KEZURI_WORKER_ID"
            : "injected: KEZURI_WORKER_ID, no sidecar");
  }

  private Link gate() {
    if (pod.gated()) {
      return WaitingLink.of(GATE, pod, view);
    }
    if (!pod.otherGates().isEmpty()) {
      return Link.held(
          GATE,
          "Kezuri's gate is lifted; the scheduling gates of others hold the pod: "
              + String.join(", ", pod.otherGates()),
          "ask whoever set them; Kezuri has done its part");
    }
    return Link.ok(GATE, pod.lease().isPresent() ? "lifted" : "none");
  }

  private Link lease() {
    if (pod.leaseFault().isPresent()) {
      return Link.broken(
          LEASE,
          "the annotation cannot be read: " + pod.leaseFault().get(),
          "only the operator may write it, and it writes it again: kubectl kezuri check says whether"
              + " it runs");
    }
    return pod.lease().map(this::lease).orElseGet(() -> WaitingLink.of(LEASE, pod, view));
  }

  private Link lease(Lease lease) {
    String next = "delete the pod; its successor gets a worker ID of its own";
    if (!lease.podUid().equals(pod.uid())) {
      return Link.broken(
          LEASE,
          "the annotation is that of another pod (UID " + lease.podUid() + ")",
          "take it out of the manifest that the pod was made from, and delete the pod");
    }
    long notAfterMs = lease.window().notAfterMs();
    Optional<Holding> held =
        view.window(
            lease.generator(), lease.workerId(), lease.podUid(), lease.window().notBeforeMs());
    if (view.workerIds().isPresent() && held.isEmpty()) {
      return Link.broken(
          LEASE,
          "the ledger does not know it: worker ID %d until %s"
              .formatted(lease.workerId(), UtcMillis.format(notAfterMs)),
          next);
    }
    if (notAfterMs <= view.nowMs()) {
      return Link.broken(
          LEASE,
          "over since " + UtcMillis.format(notAfterMs) + ", and not renewed",
          "kubectl kezuri status says what holds the operator back, kubectl kezuri check whether it"
              + " runs; once it renews, IDs go on");
    }
    String text = "worker ID %d until %s".formatted(lease.workerId(), UtcMillis.format(notAfterMs));
    return view.workerIds().isPresent()
        ? Link.ok(LEASE, text)
        : Link.unseen(LEASE, text + "; not compared with the ledger: " + view.workerIdsUnseen());
  }
}
