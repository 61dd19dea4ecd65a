// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import static dev.kezuri.cli.why.Link.Name.GENERATOR;
import static dev.kezuri.cli.why.Link.Name.LABEL;
import static dev.kezuri.cli.why.Link.Name.POLICY;

import dev.kezuri.api.MetadataKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes pods, where there are none to look at.
 *
 * @param words as people name it: {@code deployment/app}
 * @param labels its own
 * @param templateLabels those that its pods get
 * @param wanted how many pods it is to have; empty if that is not said
 * @param refused what was answered when it last tried to make a pod; empty text if nothing is said
 */
public record Workload(
    String namespace,
    String words,
    Map<String, String> labels,
    Map<String, String> templateLabels,
    Optional<Integer> wanted,
    String refused) {
  /** Returns the chain as far as a pod template has one. */
  public Chain chain(View view) {
    List<Link> links = new ArrayList<>();
    links.add(label());
    links.add(links.getLast().goesOn() ? generator(view) : Link.open(GENERATOR));
    boolean none = wanted.filter(count -> count == 0).isPresent();
    links.add(links.getLast().goesOn() && !none ? made() : Link.open(POLICY));
    for (Link.Name name : List.of(Link.Name.GATE, Link.Name.LEASE, Link.Name.SIDECAR)) {
      links.add(Link.open(name));
    }
    return new Chain(words, none ? "is to have no pods" : "", links);
  }

  private Link label() {
    String name = templateLabels.get(MetadataKeys.LABEL_GENERATOR);
    if (name != null && !name.isEmpty()) {
      return Link.ok(LABEL, MetadataKeys.LABEL_GENERATOR + ": " + name);
    }
    return Link.broken(
        LABEL,
        labels.containsKey(MetadataKeys.LABEL_GENERATOR)
            ? "the label "
                + MetadataKeys.LABEL_GENERATOR
                + " is on "
                + words
                + " itself, and not on its pods"
            : "its pod template has no label " + MetadataKeys.LABEL_GENERATOR,
        "put it into spec.template.metadata.labels");
  }

  private Link generator(View view) {
    String name = templateLabels.get(MetadataKeys.LABEL_GENERATOR);
    if (view.generators().isEmpty()) {
      return Link.unseen(GENERATOR, view.generatorsUnseen());
    }
    return view.generator(namespace + "/" + name)
        .map(
            found ->
                Link.ok(
                    GENERATOR,
                    "IdGenerator " + found.ledgerName() + ", " + Readiness.of(found).word()))
        .orElseGet(() -> PodChain.missing(namespace, name, view));
  }

  private Link made() {
    String describe = "kubectl describe " + words + " -n " + namespace;
    return refused.isEmpty()
        ? Link.broken(POLICY, "it has no pods", describe + " has events that say why")
        : Link.broken(POLICY, "its pods are refused: " + refused, describe);
  }
}
