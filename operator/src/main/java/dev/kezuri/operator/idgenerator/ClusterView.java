// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What watches have told so far: cheap to ask, and possibly behind. */
public interface ClusterView {
  /** Returns the pods of the generator's namespace that have its label. */
  List<Pod> pods(String generator);

  /** Returns the WorkerIds that name the generator {@code <namespace>/<name>}. */
  List<WorkerId> workerIds(String generator);

  /** Returns the IdGenerator {@code <namespace>/<name>}, if there is one. */
  Optional<IdGenerator> generator(String generator);

  /** Returns every generator that some WorkerId names, whether there is such an IdGenerator. */
  Set<String> generators();

  /** Returns every generator that some pod's label names, whether there is such an IdGenerator. */
  Set<String> generatorsOfPods();

  /**
   * Returns the last words of pods that were seen to go, by UID, as long as they are remembered.
   */
  Map<String, List<Resignation>> lastWords(Set<String> podUids);
}
