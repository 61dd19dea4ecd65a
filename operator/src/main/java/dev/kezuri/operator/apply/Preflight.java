// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks an API server, before anything else, for what the operator cannot be without. */
public final class Preflight {
  /** What is missing. */
  public enum Kind {
    /** No answer, or none to this user. */
    SERVER,
    /** Kezuri's kinds. */
    KINDS,
    /** A right. */
    RIGHTS
  }

  /**
   * What is missing, in one line.
   *
   * @param words the line; it says what to do
   */
  public record Finding(Kind kind, String words) {}

  /**
   * A right.
   *
   * @param namespace where it is needed; empty text for everywhere
   * @param name the one object it is needed for; empty text for all
   */
  public record Right(String verb, String group, String resource, String namespace, String name) {
    private String words() {
      String kind = group.isEmpty() ? resource : resource + "." + group;
      String which = name.isEmpty() ? "" : " " + name;
      return verb + " " + kind + which + (namespace.isEmpty() ? "" : " in " + namespace);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record KindList(List<Served> resources) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Served(String name) {}
  }

  private static final String ALL = "";

  private final KubernetesClient client;
  private final ServerAnswers answers;

  /** Asks through {@code client}. */
  public Preflight(KubernetesClient client) {
    this.client = client;
    this.answers = new ServerAnswers(FabricPort.asking(client));
  }

  /**
   * Returns the first thing that is missing.
   *
   * @param election the namespace of the Lease; empty if there is no election
   */
  public Optional<Finding> find(Optional<String> election) {
    String group = "/apis/" + MetadataKeys.GROUP + "/" + MetadataKeys.VERSION;
    Answer<KindList> kinds = answers.ask("GET", group, null, KindList.class);
    if (kinds instanceof Answer.NotFound<?>) {
      return Optional.of(noKinds());
    }
    if (!(kinds instanceof Answer.Stored<KindList>(KindList served))) {
      return Optional.of(
          new Finding(
              Kind.SERVER, "the API server " + client.getMasterUrl() + " says: " + kinds.words()));
    }
    List<String> names = served.resources().stream().map(KindList.Served::name).toList();
    if (!names.containsAll(
        List.of("idgenerators", "idgenerators/status", "workerids", "workerids/status"))) {
      return Optional.of(noKinds());
    }
    return rights(election);
  }

  private static Finding noKinds() {
    return new Finding(
        Kind.KINDS,
        "the API server does not have the kinds idgenerators and workerids of kezuri.dev/v1alpha1:"
            + " kubectl apply -k deploy");
  }

  private Optional<Finding> rights(Optional<String> election) {
    List<String> missing = new ArrayList<>();
    for (Right right : needed(election)) {
      Answer<SelfSubjectAccessReview> answer = ask(right);
      if (!(answer instanceof Answer.Stored<SelfSubjectAccessReview>(var review))) {
        return Optional.of(new Finding(Kind.SERVER, "asked for its rights: " + answer.words()));
      }
      if (!Boolean.TRUE.equals(review.getStatus().getAllowed())) {
        missing.add(right.words());
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.RIGHTS,
                "rights are missing: "
                    + String.join(", ", missing)
                    + "; deploy/operator-rbac.yaml has them"));
  }

  private Answer<SelfSubjectAccessReview> ask(Right right) {
    int slash = right.resource().indexOf('/');
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(right.verb())
            .withGroup(right.group())
            .withResource(slash < 0 ? right.resource() : right.resource().substring(0, slash))
            .withSubresource(slash < 0 ? null : right.resource().substring(slash + 1))
            .withNamespace(right.namespace().isEmpty() ? null : right.namespace())
            .withName(right.name().isEmpty() ? null : right.name())
            .endResourceAttributes()
            .endSpec()
            .build();
    return answers.ask(
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        review,
        SelfSubjectAccessReview.class);
  }

  /** Returns all rights that the operator makes use of. */
  public static List<Right> needed(Optional<String> election) {
    List<Right> rights = new ArrayList<>();
    add(rights, "", "pods", "get", "list", "watch", "patch");
    rights.add(new Right("get", "", "namespaces", ALL, "kube-system"));
    add(rights, MetadataKeys.GROUP, "idgenerators", "get", "list", "watch", "patch");
    add(rights, MetadataKeys.GROUP, "idgenerators/status", "update");
    add(
        rights,
        MetadataKeys.GROUP,
        "workerids",
        "get",
        "list",
        "watch",
        "create",
        "patch",
        "delete");
    add(rights, MetadataKeys.GROUP, "workerids/status", "update");
    add(rights, "events.k8s.io", "events", "create");
    election.ifPresent(
        namespace -> {
          String group = "coordination.k8s.io";
          rights.add(new Right("create", group, "leases", namespace, ALL));
          rights.add(new Right("get", group, "leases", namespace, "kezuri-operator"));
          rights.add(new Right("update", group, "leases", namespace, "kezuri-operator"));
        });
    return rights;
  }

  private static void add(List<Right> rights, String group, String resource, String... verbs) {
    for (String verb : verbs) {
      rights.add(new Right(verb, group, resource, ALL, ALL));
    }
  }
}
