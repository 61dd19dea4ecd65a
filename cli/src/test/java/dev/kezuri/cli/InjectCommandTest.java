// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.golden.Golden;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectCommandTest {
  private static final Path INJECTION =
      Path.of("..", "crds", "src", "test", "resources", "SidecarInjectionTest");
  private static final String GENERATOR =
      """
      apiVersion: kezuri.dev/v1alpha1
      kind: IdGenerator
      metadata: {name: orders, namespace: shop}
      spec: {sidecar: {image: "kezuri-sidecar:test"}}
      """;
  private static final String TEMPLATE =
      "{metadata: {labels: {kezuri.dev/id-generator: orders}}, spec: {containers: [{name: app}]}}";

  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final CommandLineRun cli = new CommandLineRun();

  @TempDir private Path folder;
  private String generators;

  @BeforeEach
  void writeGenerator() throws IOException {
    generators = Files.writeString(folder.resolve("generators.yaml"), GENERATOR).toString();
  }

  @TestFactory
  Stream<DynamicTest> shouldPrintAsTheFilesSay() {
    return Golden.cases(
        InjectCommandTest.class,
        golden -> {
          // Given
          writeGenerator();
          cli.stdin(golden.read("in-manifest.yaml"));

          // When
          int code = inject();
          String once = cli.out();
          golden.compare("out-manifest.yaml", once);
          golden.compare("out-warnings.txt", cli.err());
          int asJson = inject("-o", "json");
          golden.compare("out-manifest.json", cli.out());

          // Then
          assertThat(List.of(code, asJson)).containsOnly(0);
          cli.stdin(once);
          assertThat(inject()).isZero();
          assertThat(cli.out()).as("injected again").isEqualTo(once);
        });
  }

  /** The same folders go through the API server's policy: InjectionPolicyIT in e2e. */
  @TestFactory
  Stream<DynamicTest> shouldInjectPodsAsTheApiServerDoes() throws IOException {
    try (Stream<Path> folders = Files.list(INJECTION)) {
      return folders.sorted().toList().stream()
          .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> compare(one)));
    }
  }

  private void compare(Path one) throws IOException {
    // Given
    generators = one.resolve("in-IdGenerator.yaml").toString();
    cli.stdin(Files.readString(one.resolve("in-Pod.yaml")));

    // When
    int code = inject();

    // Then
    Path refusal = one.resolve("out-refusal.txt");
    if (Files.exists(refusal)) {
      assertThat(code).isEqualTo(2);
      assertThat(cli.out()).isEmpty();
      assertThat(cli.err()).isEqualTo("error: Pod shop/app: " + Files.readString(refusal));
    } else {
      assertThat(serialization.asYaml(serialization.unmarshal(cli.out(), Pod.class)))
          .isEqualTo(Files.readString(one.resolve("out-Pod.yaml")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: %s}}",
        "{apiVersion: apps/v1, kind: StatefulSet, spec: {template: %s}}",
        "{apiVersion: apps/v1, kind: DaemonSet, spec: {template: %s}}",
        "{apiVersion: apps/v1, kind: ReplicaSet, spec: {template: %s}}",
        "{apiVersion: v1, kind: ReplicationController, spec: {template: %s}}",
        "{apiVersion: batch/v1, kind: Job, spec: {template: %s}}",
        "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: %s}}}}",
        "{apiVersion: v1, kind: PodTemplate, template: %s}",
        "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: %s}}",
        "{apiVersion: v1, kind: List, items: [{kind: Deployment, spec: {template: %s}}]}",
        "{kind: DeploymentList, items: [{kind: List, items: [{spec: {template: %s}}]}]}"
      })
  void shouldInjectWhenAKindHasAPodTemplate(String object) {
    // Given
    cli.stdin(object.formatted(TEMPLATE));

    // When
    int code = inject("-n", "shop");

    // Then
    assertThat(code).isZero();
    assertThat(cli.out()).containsOnlyOnce("name: kezuri-sidecar").contains("KEZURI_ADDRESS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: Deployment, spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app}]}}}}",
        "{kind: Thing, spec: {template: {metadata: {labels: {kezuri.dev/id-generator: orders}}, text: x}}}",
        "{kind: Job, spec: {template: null}}",
        "[1, 2]",
        "text",
        "# nothing",
        "",
        "---\n---\n{a: b}\n...\n---\n"
      })
  void shouldPrintAsItWasWhenNothingIsLabelled(String text) {
    // Given
    cli.stdin(text);

    // When
    int code = inject();

    // Then
    assertThat(code).as(cli.err()).isZero();
    assertThat(cli.out().strip()).isEqualTo(text.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: b                                     | standard input, line 1: expected ',' or '}', but got <stream end>
          a: {b: c}\\n---\\nd: [                    | standard input, line 3: expected the node content, but found '<stream end>'
          a: &a [*a]                                | standard input, in the document at line 1: its aliases have no end
          {"a": 1, "a": 2}                          | standard input, line 1: Duplicate field 'a'
          {"a": 1} {                                | standard input, line 1: Unexpected end-of-input
          a: 1\\nb: 2\\na: 3                        | standard input, in the document at line 1: key a is there twice, line 3
          {kind: Pod, metadata: {name: p, labels: {kezuri.dev/id-generator: ""}}, spec: {containers: [{name: app}]}} | Pod shop/p: the label kezuri.dev/id-generator is empty: give it the name
          {kind: Pod, metadata: {name: p, labels: {kezuri.dev/id-generator: }}, spec: {containers: [{name: app}]}} | Pod shop/p: the label kezuri.dev/id-generator is empty: give it the name
          {kind: Pod, metadata: {name: p, labels: {kezuri.dev/id-generator: orders}}, spec: {containers: [null]}} | Pod shop/p: its pod template has nothing at .spec.containers[0]
          {kind: Pod, metadata: {name: p, labels: {kezuri.dev/id-generator: orders}}, spec: {containers: [text]}} | Pod shop/p: its pod template is none: Cannot construct instance of
          """)
  void shouldSayWhatIsWrongWhenManifestIsBad(String text, String message) {
    // Given
    cli.stdin(text.replace("\\n", "\n"));

    // When
    int code = inject("-n", "shop");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).startsWith("error: " + message);
    assertThat(cli.err().lines()).hasSize(1);
  }

  @Test
  void shouldSayWhatIsWrongWhenAFileIsBad() throws IOException {
    // Given
    String latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9}).toString();

    // When // Then
    assertThat(cli.run("inject", "-f", "/nowhere/a.yaml")).isEqualTo(2);
    assertThat(cli.err()).isEqualTo("error: no such file: /nowhere/a.yaml\n");
    assertThat(cli.run("inject", "-f", latin)).isEqualTo(2);
    assertThat(cli.err()).isEqualTo("error: " + latin + " is not UTF-8\n");
    assertThat(cli.run("inject", "-f", folder.toString())).isEqualTo(2);
    assertThat(cli.err()).isEqualTo("error: cannot read " + folder + ": Is a directory\n");
    assertThat(cli.run("inject", "-f", "-", "--generator-file", latin)).isEqualTo(2);
    assertThat(cli.run("inject", "-f", "-", "-o", "wide")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: -o takes yaml or json here\n");
    assertThat(cli.run("inject")).isEqualTo(2);
  }

  @Test
  void shouldTakeTheGeneratorOfTheManifestsWhenItIsInThem() throws IOException {
    // Given
    String pod = "kind: Pod\nmetadata: {name: p, labels: {kezuri.dev/id-generator: mine}}\n";
    cli.stdin(pod + "spec: {containers: [{name: app}]}\n");
    String mine =
        Files.writeString(
                folder.resolve("mine.yaml"),
                GENERATOR.replace("orders", "mine").replace("sidecar:test", "sidecar:mine"))
            .toString();

    // When
    int code = cli.run("inject", "-n", "shop", "-f", "-", "-f", mine);

    // Then
    assertThat(code).isZero();
    assertThat(cli.out()).contains("kezuri-sidecar:mine").endsWith(Files.readString(Path.of(mine)));
  }

  private int inject(String... more) {
    return cli.run(
        Stream.concat(
                Stream.of("inject", "-f", "-", "--generator-file", generators), Stream.of(more))
            .toArray(String[]::new));
  }
}
