// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kezuri.cli.whois.Candidate;
import java.util.List;

/**
 * What is known of one ID.
 *
 * @param id decimal, and text: it has more bits than a JavaScript number holds
 * @param notLookedAt null if nothing is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WhoisAnswer(String id, List<Candidate> generators, String notLookedAt) {
  long pods() {
    return count(Candidate.Outcome.POD);
  }

  long count(Candidate.Outcome outcome) {
    return generators.stream().filter(one -> one.outcome() == outcome).count();
  }
}
