// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One worker ID of one generator, cluster-scoped; its status is the ledger. Only the operator
 * writes it, by PUT of /status with the resourceVersion it read.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@Group(MetadataKeys.GROUP)
@Version(MetadataKeys.VERSION)
@Kind("WorkerId")
@Singular("workerid")
@Plural("workerids")
@ShortNames("wid")
public class WorkerId extends CustomResource<WorkerIdSpec, WorkerIdStatus> {
  private static final long serialVersionUID = 1L;

  /**
   * Returns the only name that the API server takes for this worker ID.
   *
   * @param generator {@code <namespace>/<name>}
   */
  public static String nameOf(String generator, int id) {
    return generator.replace('/', '.') + "." + id;
  }
}
