// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/**
 * Pods of one generator, and what a kubelet would write to them. A pod is as large as those of a
 * Deployment with two containers are: 9 KB.
 */
final class Pods {
  static final String LABEL = MetadataKeys.LABEL_GENERATOR;
  private static final String NAME = "pod-name-of-template";
  private static final String NODE = "node-1";

  private final Api api;
  private final String namespace;
  private final String generator;
  private final String template;

  Pods(Api api, String namespace, String generator) {
    this.api = api;
    this.namespace = namespace;
    this.generator = generator;
    this.template = template();
  }

  private String template() {
    Pod plain = Serialization.unmarshal(Template.POD.formatted(NAME, namespace), Pod.class);
    plain.getMetadata().getLabels().put(LABEL, generator);
    IdGenerator own =
        Serialization.unmarshal(
            api.get(Api.generators(namespace) + "/" + generator), IdGenerator.class);
    return Serialization.asJson(SidecarInjection.inject(plain, own));
  }

  String generator() {
    return namespace + "/" + generator;
  }

  String path(String name) {
    return Api.pods(namespace) + "/" + name;
  }

  /** Makes a pod; returns the API server's answer. */
  String create(String name) {
    return api.post(Api.pods(namespace), template.replace(NAME, name));
  }

  void bind(String name) {
    api.post(
        path(name) + "/binding",
        """
        {"apiVersion":"v1","kind":"Binding","metadata":{"name":"%s"},
         "target":{"apiVersion":"v1","kind":"Node","name":"%s"}}
        """
            .formatted(name, NODE));
  }

  /** The three statuses of a kubelet whose pod starts, one right after the other. */
  void start(String name) {
    status(name, Template.status("Pending", "{running: {}}", false, "{waiting: {}}"));
    status(name, Template.status("Pending", "{running: {}}", true, "{waiting: {}}"));
    status(name, Template.status("Running", "{running: {}}", true, "{running: {}}"));
  }

  /** As a pod ends: told to go, the last word, gone. */
  void end(JsonNode pod) {
    String name = pod.path("metadata").path("name").asText();
    if (pod.path("spec").has("nodeName")) {
      api.delete(path(name), 30);
    }
    Lease lease = lease(pod);
    long notBeforeMs = lease.window().notBeforeMs();
    Resignation word =
        new Resignation(lease.workerId(), notBeforeMs, lease.turn(), notBeforeMs + 1);
    String ended = "{terminated: {exitCode: 0, message: '" + word.message() + "'}}";
    status(name, Template.status("Running", ended, false, "{terminated: {exitCode: 0}}"));
    api.delete(path(name), 0);
  }

  private void status(String name, String yaml) {
    Object status = Serialization.unmarshal(yaml, Object.class);
    api.patch(path(name) + "/status", Api.MERGE, Serialization.asJson(status));
  }

  /** Deletes all pods of the namespace at once, with no last word. */
  void vanish() {
    api.delete(Api.pods(namespace), 0);
  }

  List<JsonNode> now() {
    return api.list(Api.pods(namespace) + "?labelSelector=" + LABEL + "%3D" + generator);
  }

  static Lease lease(JsonNode pod) {
    String text = text(pod);
    try {
      return LeaseCodec.read(text);
    } catch (LeaseFormatException e) {
      throw new IllegalStateException("not a lease: " + text, e);
    }
  }

  static String text(JsonNode pod) {
    return pod.path("metadata").path("annotations").path(MetadataKeys.ANNOTATION_LEASE).asText("");
  }
}
