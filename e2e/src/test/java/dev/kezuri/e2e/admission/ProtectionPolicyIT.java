// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.kezuri.e2e.admission.Actors.Answer;
import dev.kezuri.e2e.admission.DeployedClusters.Deployed;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends each file of {@link PolicyFiles} as those whom it names, with deploy/ applied: the last
 * write of a {@code valid-} file is taken without a word, that of an {@code invalid-} one is
 * refused (or warned of) by the policy of its folder with the text it expects. Then once more
 * without the policies: all is taken, so that nothing else refused it.
 */
class ProtectionPolicyIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  private static final Pattern WARNING = Pattern.compile("binding 'kezuri-[a-z-]*templates?'");
  private static final Map<Deployed, Actors> ACTORS = new HashMap<>();

  @AfterAll
  static void closeClients() {
    ACTORS.values().forEach(Actors::close);
    ACTORS.clear();
  }

  @TestFactory
  Stream<DynamicNode> shouldAnswerAsTheFilesSayWhenPoliciesAreInForce() throws IOException {
    Deployed newest = CLUSTERS.newest();
    Deployed older = CLUSTERS.emulating("1.36");
    return Stream.of(
        DynamicContainer.dynamicContainer("newest", files(newest, "with-newest")),
        DynamicContainer.dynamicContainer("1.36", files(older, "with-older")),
        DynamicTest.dynamicTest("without policies", () -> tryWithoutPolicies(older)));
  }

  @TestFactory
  Stream<DynamicTest> shouldHaveFilesForEachPolicyThatIsShipped() throws IOException {
    List<Path> files = PolicyFiles.all();
    return CLUSTERS
        .newest()
        .client()
        .resources(ValidatingAdmissionPolicy.class)
        .list()
        .getItems()
        .stream()
        .map(policy -> policy.getMetadata().getName())
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(files)
                            .filteredOn(file -> PolicyFiles.policy(file).equals(name))
                            .anyMatch(PolicyFiles::isValid)
                            .anyMatch(PolicyFiles::isInvalid)));
  }

  /** A Kubernetes with one more way to write a pod fails here. */
  @ParameterizedTest
  @ValueSource(strings = {"kezuri-lease", "kezuri-label"})
  void shouldLookAtEachWayToWriteAPodThatThereIs(String policy) {
    // Given
    KubernetesClient client = CLUSTERS.newest().client();

    // When
    List<String> written =
        client.getApiResources("v1").getResources().stream()
            .filter(one -> one.getName().matches("pods(/.*)?") && one.getVerbs().contains("update"))
            .map(APIResource::getName)
            // Goes to what the pod serves, not to the pod.
            .filter(name -> !name.equals("pods/proxy"))
            .toList();

    // Then
    assertThat(
            client
                .resources(ValidatingAdmissionPolicy.class)
                .withName(policy)
                .get()
                .getSpec()
                .getMatchConstraints()
                .getResourceRules()
                .getFirst()
                .getResources())
        .containsExactlyInAnyOrderElementsOf(written);
  }

  private static List<DynamicTest> files(Deployed cluster, String namespace) throws IOException {
    Actors actors = prepare(cluster, namespace);
    return PolicyFiles.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    PolicyFiles.name(file), file.toUri(), () -> send(file, actors, namespace)))
        .toList();
  }

  private static void send(Path file, Actors actors, String namespace) throws Exception {
    Step last = PolicyFiles.steps(file, namespace).getLast();
    Answer answer = lastAnswer(file, actors, namespace);
    if (PolicyFiles.isValid(file)) {
      assertThat(last.expect()).as("what a valid- file expects").isEmpty();
      assertThat(answer).returns(true, Answer::taken).returns("", Answer::said);
    } else if (PolicyFiles.isInvalid(file)) {
      assertThat(answer.said())
          .contains("ValidatingAdmissionPolicy '" + PolicyFiles.policy(file) + "'")
          .contains(last.expect().orElseThrow());
      // What comes from a template is refused when it comes; the template itself is warned of.
      assertThat(answer.taken()).isEqualTo(WARNING.matcher(answer.said()).find());
    } else {
      fail("no test uses " + file);
    }
  }

  /** Sends all writes of the file; returns the answer to the last, of which the file is. */
  private static Answer lastAnswer(Path file, Actors actors, String namespace) throws Exception {
    return actors.send(PolicyStage.lastGiven(file, actors, namespace), namespace);
  }

  private static void tryWithoutPolicies(Deployed cluster) throws Exception {
    // Given
    String namespace = "without";
    Actors actors = prepare(cluster, namespace);
    cluster.client().resources(ValidatingAdmissionPolicyBinding.class).delete();
    try {
      PolicyStage.awaitPolicies(actors, namespace, answer -> !answer.said().contains("kezuri-"));

      // When
      List<String> refused = new ArrayList<>();
      for (Path file : PolicyFiles.all()) {
        Answer answer = lastAnswer(file, actors, namespace);
        if (!answer.said().isEmpty()) {
          refused.add(PolicyFiles.name(file) + ": " + answer.said());
        }
      }

      // Then
      assertThat(refused).isEmpty();
    } finally {
      assertThat(cluster.kubectl().run("apply", "-k", "deploy").code()).isZero();
    }
  }

  private static Actors prepare(Deployed cluster, String namespace) throws IOException {
    Actors actors = ACTORS.computeIfAbsent(cluster, key -> new Actors(key.plane()));
    PolicyStage.prepare(cluster.client(), actors, namespace);
    return actors;
  }
}
