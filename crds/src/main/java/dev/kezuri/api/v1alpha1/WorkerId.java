// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kezuri.api.MetadataKeys;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import java.util.Objects;

/**
 * One worker ID of one generator, cluster-scoped; its status is the ledger. Only the operator
 * writes it, by PUT of /status with the resourceVersion it read.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
    "One worker ID of one IdGenerator; its status is the ledger of who holds and held it, written"
        + " by the operator only.")
@AdditionalPrinterColumn(name = "Generator", jsonPath = ".spec.generator")
@AdditionalPrinterColumn(name = "Id", jsonPath = ".spec.id", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Pod", jsonPath = ".status.window.pod")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".status.window.node")
@AdditionalPrinterColumn(name = "Until", jsonPath = ".status.window.notAfter")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(name = "Floor", jsonPath = ".status.floor", priority = 1)
@AdditionalPrinterColumn(
    name = "Turn",
    jsonPath = ".status.window.turn",
    type = Type.INTEGER,
    priority = 1)
@ValidationRule(
    value = "!has(oldSelf.status) || has(self.status)",
    message = "the ledger cannot be erased")
@ValidationRule(
    value =
        "self.metadata.name.replace('.', '/', 1).startsWith(self.spec.generator + '.') &&"
            + " self.metadata.name.substring(self.spec.generator.size() +"
            + " 1).matches('^(0|[1-9][0-9]*)$') &&"
            + " int(self.metadata.name.substring(self.spec.generator.size() + 1)) == self.spec.id",
    message = "the name must be <namespace>.<generator>.<id>: one object per worker ID")
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

  /**
   * Returns whether this object had a status once, and lost it: it has none, and was not made for
   * the IdGenerator that is there now. One that was is new, and waits for its first floor. No
   * restore of objects brings a UID back.
   *
   * @param generatorUid of the IdGenerator that is there
   */
  public boolean hasLostStatus(String generatorUid) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(getMetadata().getAnnotations(), Map.of());
    String madeFor = annotations.getOrDefault(MetadataKeys.ANNOTATION_GENERATOR_UID, "");
    return getStatus() == null && !madeFor.equals(generatorUid);
  }
}
