// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** What people apply: pods labelled with its name get unique worker IDs, and IDs on localhost. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Group(MetadataKeys.GROUP)
@Version(MetadataKeys.VERSION)
@Kind("IdGenerator")
@Singular("idgenerator")
@Plural("idgenerators")
@ShortNames("idg")
public class IdGenerator extends CustomResource<IdGeneratorSpec, IdGeneratorStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Returns {@code <namespace>/<name>}, by which WorkerIds and leases name this generator. */
  public String ledgerName() {
    return getMetadata().getNamespace() + "/" + getMetadata().getName();
  }

  @Override
  protected IdGeneratorSpec initSpec() {
    return IdGeneratorSpec.defaults();
  }
}
