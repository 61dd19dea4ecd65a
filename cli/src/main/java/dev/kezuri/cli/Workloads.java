// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.why.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The pods that an argument such as {@code deploy/app} names. */
final class Workloads {
  /**
   * What was found.
   *
   * @param workload empty for a pod
   */
  record Found(String words, Optional<Workload> workload, List<SeenPod> pods) {}

  private record Made(Workload workload, LabelSelector selector) {}

  private final ClusterLookup lookup;
  private final String namespace;

  Workloads(ClusterLookup lookup, String namespace) {
    this.lookup = lookup;
    this.namespace = namespace;
  }

  /**
   * Looks for what {@code argument} names: a pod, or {@code <kind>/<name>}.
   *
   * @throws IllegalArgumentException if the kind makes no pods
   * @throws ClusterException if it is not there, or may not be looked at
   */
  Found find(String argument) {
    int slash = argument.indexOf('/');
    String kind = slash < 0 ? "pod" : argument.substring(0, slash);
    String name = argument.substring(slash + 1);
    return switch (kind) {
      case "pod", "pods", "po" -> pod(name);
      case "deployment", "deployments", "deploy", "deployment.apps", "deployments.apps" ->
          made(of(there(Deployment.class, "deployments", "deployment/" + name, name)));
      case "statefulset", "statefulsets", "sts", "statefulset.apps", "statefulsets.apps" ->
          made(of(there(StatefulSet.class, "statefulsets", "statefulset/" + name, name)));
      case "daemonset", "daemonsets", "ds", "daemonset.apps", "daemonsets.apps" ->
          made(of(there(DaemonSet.class, "daemonsets", "daemonset/" + name, name)));
      case "replicaset", "replicasets", "rs", "replicaset.apps", "replicasets.apps" ->
          made(of(there(ReplicaSet.class, "replicasets", "replicaset/" + name, name)));
      case "job", "jobs", "job.batch", "jobs.batch" ->
          made(of(there(Job.class, "jobs", "job/" + name, name)));
      default ->
          throw new IllegalArgumentException(
              "must be a pod, deploy/x, sts/x, ds/x, rs/x or job/x: " + argument);
    };
  }

  private Found pod(String name) {
    Pod pod = there(Pod.class, "pods", "pod/" + name, name);
    return new Found("pod/" + name, Optional.empty(), List.of(SeenPod.of(pod)));
  }

  private <T extends HasMetadata> T there(Class<T> kind, String plural, String words, String name) {
    return lookup
        .get(kind, plural, namespace, name)
        .orRefuse()
        .orElseThrow(
            () -> new ClusterException("there is no " + words + " in namespace " + namespace));
  }

  private Found made(Made made) {
    List<SeenPod> pods = lookup.pods(namespace, made.selector()).orRefuse();
    return new Found(made.workload().words(), Optional.of(made.workload()), pods);
  }

  private static Made of(Deployment found) {
    String refused =
        found.getStatus() == null
            ? ""
            : found.getStatus().getConditions().stream()
                .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
                .map(DeploymentCondition::getMessage)
                .findFirst()
                .orElse("");
    return made(
        "deployment",
        found,
        found.getSpec().getTemplate(),
        found.getSpec().getSelector(),
        found.getSpec().getReplicas(),
        refused);
  }

  private static Made of(ReplicaSet found) {
    String refused =
        found.getStatus() == null
            ? ""
            : found.getStatus().getConditions().stream()
                .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
                .map(ReplicaSetCondition::getMessage)
                .findFirst()
                .orElse("");
    return made(
        "replicaset",
        found,
        found.getSpec().getTemplate(),
        found.getSpec().getSelector(),
        found.getSpec().getReplicas(),
        refused);
  }

  private static Made of(StatefulSet found) {
    return made(
        "statefulset",
        found,
        found.getSpec().getTemplate(),
        found.getSpec().getSelector(),
        found.getSpec().getReplicas(),
        "");
  }

  private static Made of(DaemonSet found) {
    return made(
        "daemonset", found, found.getSpec().getTemplate(), found.getSpec().getSelector(), null, "");
  }

  private static Made of(Job found) {
    return made(
        "job",
        found,
        found.getSpec().getTemplate(),
        found.getSpec().getSelector(),
        found.getSpec().getParallelism(),
        "");
  }

  private static Made made(
      String kind,
      HasMetadata found,
      PodTemplateSpec template,
      LabelSelector selector,
      Integer wanted,
      String refused) {
    var metadata = found.getMetadata();
    Map<String, String> podLabels =
        template.getMetadata() == null ? null : template.getMetadata().getLabels();
    Workload workload =
        new Workload(
            metadata.getNamespace(),
            kind + "/" + metadata.getName(),
            Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
            Objects.requireNonNullElse(podLabels, Map.of()),
            Optional.ofNullable(wanted),
            refused);
    return new Made(workload, selector);
  }
}
