// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.upgrade.Step;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;

/** Gives the sidecars of running pods another image, and writes nothing else. */
final class SidecarWrites {
  private final KubernetesClient client;
  private final Config config;

  SidecarWrites(KubernetesClient client, Config config) {
    this.client = client;
    this.config = config;
  }

  /**
   * Patches the pod that the step was made from.
   *
   * @return whether it was taken; else the pod is gone, or is not what it was
   */
  boolean image(Step step) {
    SeenPod pod = step.seen().pod();
    String container = "/spec/initContainers/" + step.seen().index();
    List<Map<String, String>> patch =
        List.of(
            operation("test", "/metadata/uid", pod.uid()),
            operation("test", container + "/name", MetadataKeys.SIDECAR_CONTAINER),
            operation("test", container + "/image", step.from()),
            operation("replace", container + "/image", step.to()));
    try {
      client
          .pods()
          .inNamespace(pod.namespace())
          .withName(pod.name())
          .patch(
              PatchContext.of(PatchType.JSON), client.getKubernetesSerialization().asJson(patch));
      return true;
    } catch (KubernetesClientException e) {
      // A test of the patch that fails is a 422 as well, and says so.
      boolean another =
          e.getCode() == 422 && String.valueOf(e.getMessage()).contains("testing path");
      if (e.getCode() == 404 || e.getCode() == 409 || another) {
        return false;
      }
      throw ClusterErrors.explain(e, config, "patch", "pods", pod.namespace());
    }
  }

  private static Map<String, String> operation(String op, String path, String value) {
    return Map.of("op", op, "path", path, "value", value);
  }
}
