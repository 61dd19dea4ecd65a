// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Ledger;
import dev.kezuri.operator.plan.Observation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * One look at a generator.
 *
 * @param observation what the plan is made from
 * @param ledger the objects the plan's writes go out from
 * @param pods the pods of the observation, whole
 */
record Observed(Observation observation, Ledger ledger, List<Pod> pods) {}
