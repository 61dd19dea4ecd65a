// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chains of the pods that were asked about.
 *
 * @param about {@code deployment/app}
 * @param well whether all get IDs, and all could be looked at
 * @param chains one a pod, or one of the template if there is no pod
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record WhyReport(String about, String namespace, boolean well, List<Chain> chains) {
  static WhyReport of(String about, String namespace, List<Chain> chains) {
    boolean well = chains.stream().allMatch(chain -> chain.well() && !chain.partly());
    return new WhyReport(about, namespace, well, chains);
  }

  /** Chains that stop at the same link for the same reason, those that somebody must mend first. */
  List<List<Chain>> groups() {
    Map<String, List<Chain>> groups = new LinkedHashMap<>();
    for (Link.State state : List.of(Link.State.BROKEN, Link.State.HELD, Link.State.WAITS)) {
      chains.stream()
          .filter(chain -> chain.first().filter(link -> link.state() == state).isPresent())
          .forEach(chain -> group(groups, chain));
    }
    chains.stream().filter(Chain::well).forEach(chain -> group(groups, chain));
    return List.copyOf(groups.values());
  }

  private static void group(Map<String, List<Chain>> groups, Chain chain) {
    String key =
        chain
            .first()
            .map(link -> link.name() + reason(link))
            .orElse(chain.ended().isEmpty() ? "" : "ended");
    groups.computeIfAbsent(key, name -> new ArrayList<>()).add(chain);
  }

  /** Numbers and times differ from pod to pod. */
  private static String reason(Link link) {
    return link.text().replaceAll("[0-9]+", "0");
  }
}
