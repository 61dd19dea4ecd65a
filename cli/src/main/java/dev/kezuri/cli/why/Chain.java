// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import java.util.List;
import java.util.Optional;

/**
 * All links of one pod.
 *
 * @param pod {@code <namespace>/<name>}; where there is none, what makes pods
 * @param ended how the pod ended, if it needs no IDs any more; else empty text
 */
public record Chain(String pod, String ended, List<Link> links) {
  /** Copies the list. */
  public Chain {
    links = List.copyOf(links);
  }

  /** Returns the first link that does not hold: under way, held by others, or broken. */
  public Optional<Link> first() {
    return links.stream()
        .filter(link -> !link.goesOn() && link.state() != Link.State.OPEN)
        .findFirst();
  }

  /** Returns whether the pod gets IDs, as far as could be seen, or needs none any more. */
  public boolean well() {
    return first().isEmpty();
  }

  /** Returns whether some link could not be looked at. */
  public boolean partly() {
    return links.stream().anyMatch(link -> link.state() == Link.State.UNSEEN);
  }
}
