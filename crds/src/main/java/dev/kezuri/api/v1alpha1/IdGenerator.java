// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kezuri.api.MetadataKeys;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
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
@JsonClassDescription(
    "Gives every pod labelled kezuri.dev/id-generator with its name a unique worker ID, and a"
        + " server of unique, time-ordered 64-bit IDs on localhost:11212.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Active", jsonPath = ".status.active", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Waiting", jsonPath = ".status.waiting", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Capacity", jsonPath = ".status.capacity", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Quarantined",
    jsonPath = ".status.quarantined",
    type = Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "Next-Free", jsonPath = ".status.nextFree", priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value = "size(self.metadata.name) <= 63",
    message = "metadata.name must be at most 63 characters: pods carry it as a label's value")
@ValidationRule(
    value = "self.spec.layout == oldSelf.spec.layout",
    fieldPath = ".spec.layout",
    message = "layout is immutable: another layout is another generator")
@ValidationRule(
    value = "self.spec.workerIds.first == oldSelf.spec.workerIds.first",
    fieldPath = ".spec.workerIds.first",
    message = "workerIds.first is immutable: the ledger begins at it")
@ValidationRule(
    value =
        "!has(oldSelf.status) || !has(oldSelf.status.provisioned) || (has(self.status) &&"
            + " has(self.status.provisioned) && self.status.provisioned >="
            + " oldSelf.status.provisioned)",
    message = "status.provisioned never goes back: worker IDs below it were made")
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
