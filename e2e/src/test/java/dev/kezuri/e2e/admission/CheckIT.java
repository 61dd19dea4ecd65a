// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.cli.KezuriCli;
import dev.kezuri.e2e.admission.DeployedClusters.Deployed;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl kezuri check} on real API servers with deploy/ applied, and then with faults. */
class CheckIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  private static final String WORKER_IDS = "workerids.kezuri.dev";
  private static final String NO_INJECTION =
      "problem  api         MutatingAdmissionPolicy v1 is not served; needs Kubernetes 1.36: use"
          + " `kubectl kezuri inject -f` in your manifests";

  private final StringWriter out = new StringWriter();

  /** Where faults are made: no other test class uses this server. */
  @AfterEach
  void mend() throws IOException, InterruptedException {
    var _ = faulty().kubectl().run("apply", "-k", "deploy");
  }

  private static Deployed faulty() {
    return CLUSTERS.emulating("1.35");
  }

  @Test
  void shouldFindNothingWhenAllIsThere() {
    for (Deployed cluster : List.of(CLUSTERS.newest(), CLUSTERS.emulating("1.36"))) {
      // Given
      makeReady(cluster);

      // When
      int code = check(cluster);

      // Then
      assertThat(out.toString().lines()).hasSizeGreaterThan(25).allMatch(l -> l.startsWith("ok "));
      assertThat(code).isZero();
      out.getBuffer().setLength(0);
    }
  }

  @Test
  void shouldSayWhatToDoWhenServerCannotInject() {
    // Given
    Deployed cluster = faulty();
    makeReady(cluster);

    // When
    int code = check(cluster);

    // Then
    assertThat(cluster.said()).contains("no matches for kind \"MutatingAdmissionPolicy\"");
    assertThat(notOk()).containsExactly(NO_INJECTION);
    assertThat(out.toString()).startsWith("ok       kubernetes  v1.").contains(", serving 1.35\n");
    assertThat(code).isOne();
  }

  @Test
  void shouldFindCrdWithoutRulesByComparingAndByTrying() {
    // Given
    Deployed cluster = faulty();
    var crd = cluster.client().resources(CustomResourceDefinition.class).withName(WORKER_IDS);
    crd.edit(
        found -> {
          found
              .getSpec()
              .getVersions()
              .getFirst()
              .getSchema()
              .getOpenAPIV3Schema()
              .setXKubernetesValidations(List.of());
          return found;
        });

    // When // Then
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () ->
                assertThat(checked(cluster))
                    .contains(
                        "problem  crd         workerids.kezuri.dev is not as in this version:"
                            + " spec.….x-kubernetes-validations: kubectl apply -k deploy, of this"
                            + " version",
                        "problem  ledger      a write that its rules forbid passes them: the CRD"
                            + " has lost its rules: kubectl apply -k deploy, of this version, at"
                            + " once"));
  }

  @Test
  void shouldNameEachWhenPartsAreMissing() throws IOException, InterruptedException {
    // Given
    Deployed cluster = faulty();
    takeApart(cluster);

    // When
    List<String> found = checked(cluster);

    // Then
    assertThat(found)
        .contains(
            "problem  binding     kezuri-gate is missing: kubectl apply -k deploy, of this version",
            "problem  binding     kezuri-lease is not as in this version:"
                + " spec.validationActions[0]: kubectl apply -k deploy, of this version",
            "problem  binding     kezuri-label has what this version has not:"
                + " spec.matchResources: take it out by kubectl edit"
                + " validatingadmissionpolicybinding kezuri-label",
            "problem  operator    no Deployment kezuri-system/kezuri-operator: kubectl apply -k"
                + " deploy");
    // Made again by apply, which takes out nothing that it did not put in.
    cluster
        .client()
        .resources(ValidatingAdmissionPolicyBinding.class)
        .withName("kezuri-label")
        .delete();
    // The rights that RBAC gives follow what is written a moment later.
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () ->
                assertThat(checked(cluster))
                    .contains(
                        "problem  rights      the operator may not patch pods: kubectl apply -k"
                            + " deploy"));
  }

  @Test
  void shouldWarnWhenLeaseIsShort() throws IOException {
    // Given
    Deployed cluster = faulty();
    makeReady(cluster);
    String yaml =
        """
        apiVersion: kezuri.dev/v1alpha1
        kind: IdGenerator
        metadata: {name: hasty, namespace: default}
        spec: {lease: {duration: 4m59s}}
        """;
    var hasty = cluster.client().resource(yaml);
    hasty.create();

    // When
    List<String> found = checked(cluster);

    // Then
    hasty.delete();
    assertThat(found)
        .containsExactly(
            NO_INJECTION,
            "warning  generators  default/hasty has a lease of 4m59s: pods stop issuing when the"
                + " operator is away for longer: 5m at least, 24h unless there is a reason");
  }

  @Test
  void shouldNameVerbsAndResourcesWhenRightsAreMissing() {
    // Given
    Deployed cluster = CLUSTERS.newest();

    // When
    int code = check(cluster, "--as=eve");

    // Then
    assertThat(notOk())
        .hasSize(9)
        .contains(
            "problem  crd         you may not look: the verb get on"
                + " customresourcedefinitions.apiextensions.k8s.io is missing: ask an administrator"
                + " for it, or have one run this",
            "skipped  ledger      no forbidden write was tried: it can be with the verb create on"
                + " workerids.kezuri.dev; it is a dry run");
    assertThat(code).isOne();
  }

  @Test
  void shouldSayBeforeInstallingWhatWillBeMissing() {
    // Given
    Deployed cluster = CLUSTERS.newest();

    // When // Then
    assertThat(check(cluster, "--pre")).isZero();
    assertThat(out.toString())
        .endsWith("ok       rights      you may install all that is shipped\n");
    assertThat(check(cluster, "--pre", "--as=eve")).isOne();
    assertThat(out.toString())
        .contains("you may not create clusterroles.rbac.authorization.k8s.io: have an")
        .contains("you may not patch deployments.apps in kezuri-system: have an");
  }

  private static void takeApart(Deployed cluster) {
    var bindings = cluster.client().resources(ValidatingAdmissionPolicyBinding.class);
    bindings.withName("kezuri-gate").delete();
    bindings
        .withName("kezuri-label")
        .edit(
            binding ->
                new ValidatingAdmissionPolicyBindingBuilder(binding)
                    .editSpec()
                    .withNewMatchResources()
                    .withNewNamespaceSelector()
                    .addToMatchLabels("watched", "true")
                    .endNamespaceSelector()
                    .endMatchResources()
                    .endSpec()
                    .build());
    bindings
        .withName("kezuri-lease")
        .edit(
            binding -> {
              binding.getSpec().setValidationActions(List.of("Audit"));
              return binding;
            });
    cluster
        .client()
        .resources(ClusterRole.class)
        .withName("kezuri-operator")
        .edit(
            role -> {
              role.getRules().getFirst().setVerbs(List.of("get", "list", "watch"));
              return role;
            });
    operator(cluster).delete();
  }

  private List<String> checked(Deployed cluster) {
    out.getBuffer().setLength(0);
    var _ = check(cluster);
    return notOk();
  }

  private List<String> notOk() {
    return out.toString().lines().filter(line -> !line.startsWith("ok ")).toList();
  }

  private int check(Deployed cluster, String... more) {
    List<String> words = new ArrayList<>(List.of("check"));
    words.add("--kubeconfig=" + cluster.plane().kubeconfig().orElseThrow());
    words.addAll(Stream.of(more).toList());
    StringWriter err = new StringWriter();
    int code =
        KezuriCli.run(
            InputStream.nullInputStream(),
            new PrintWriter(out),
            new PrintWriter(err),
            InstantSource.system(),
            words.toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    return code;
  }

  /** No kubelet runs here: what one would have led to is written by hand. */
  private static void makeReady(Deployed cluster) {
    operator(cluster)
        .editStatus(
            found -> {
              found.setStatus(
                  new DeploymentStatusBuilder()
                      .withReplicas(2)
                      .withReadyReplicas(2)
                      .withAvailableReplicas(2)
                      .build());
              return found;
            });
  }

  private static RollableScalableResource<Deployment> operator(Deployed cluster) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace("kezuri-system")
        .withName("kezuri-operator");
  }
}
