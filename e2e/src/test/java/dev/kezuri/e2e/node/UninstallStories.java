// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.story.Story;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kezuri is taken out by its command; what a cluster has of it is looked for by hand. */
final class UninstallStories {
  private static final String NAME = "shop";

  /** Every kind of object that the chart installs, but for those of the namespace itself. */
  private static final Map<String, List<String>> CLUSTER_KINDS =
      Map.of(
          "apiextensions.k8s.io/v1", List.of("CustomResourceDefinition"),
          "rbac.authorization.k8s.io/v1", List.of("ClusterRole", "ClusterRoleBinding"),
          "admissionregistration.k8s.io/v1",
              List.of(
                  "MutatingAdmissionPolicy",
                  "MutatingAdmissionPolicyBinding",
                  "ValidatingAdmissionPolicy",
                  "ValidatingAdmissionPolicyBinding"));

  private UninstallStories() {}

  /** While labelled pods live it refuses; then it takes out everything, the ledger too. */
  static void whole(Room room) throws IOException {
    uninstall(room, "--forget-ledger");
  }

  /** It waits until the ledger is over, which takes 10 minutes from the last release on. */
  static void waiting(Room room) throws IOException {
    uninstall(room, "--timeout=30m");
    room.place().install(Versions.BUILT.values());
    Operators.awaitRolledOut(room.client());
  }

  private static void uninstall(Room room, String how) throws IOException {
    room.generator("{}");
    room.apply(room.workload("Deployment", NAME, "replicas: 2"));
    room.awaitDrawing(NAME, 2);

    KubectlKezuri refused = room.place().kezuri("uninstall", how, "--yes");
    assertThat(refused.code()).as(refused.said()).isOne();
    room.awaitDrawing(NAME, 2);

    room.scale(NAME, 0);
    Story.await("all pods are gone", () -> labelled(room) == 0);
    Story.await("no number is held", () -> room.ledger().held().isEmpty());
    room.assertNeverRefused();
    room.judge();

    KubectlKezuri said = room.place().kezuri("uninstall", how, "--yes");
    assertThat(said.code()).as(said.said()).isZero();
    Story.await("nothing of it is left", () -> left(room).isEmpty());
  }

  /** Those of stories before go, too. */
  private static int labelled(Room room) {
    return room.client()
        .pods()
        .inAnyNamespace()
        .withLabel("kezuri.dev/id-generator")
        .list()
        .getItems()
        .size();
  }

  private static List<String> left(Room room) {
    List<String> left = new ArrayList<>();
    if (room.client().namespaces().withName(Operators.NAMESPACE).get() != null) {
      left.add("Namespace " + Operators.NAMESPACE);
    }
    CLUSTER_KINDS.forEach(
        (version, kinds) ->
            kinds.forEach(
                kind ->
                    room
                        .client()
                        .genericKubernetesResources(version, kind)
                        .list()
                        .getItems()
                        .stream()
                        .map(UninstallStories::name)
                        .filter(name -> name.contains("kezuri"))
                        .forEach(name -> left.add(kind + " " + name))));
    return left;
  }

  private static String name(GenericKubernetesResource object) {
    return object.getMetadata().getName();
  }
}
