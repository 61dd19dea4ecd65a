// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.admission.Kubectl;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.cluster.SharedControlPlane.TestNamespace;
import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Status, events, sentences and meters, as the real kubectl and Prometheus get them. */
@ExtendWith(SharedControlPlane.class)
class WhatPeopleSeeIT {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Kubectl kubectl;
  private Shop shop;
  private KubernetesClient client;
  private KezuriOperator operator;

  @BeforeEach
  void start(RealControlPlane plane, KubernetesClient admin, TestNamespace namespace) {
    Path program =
        ControlPlaneBinaries.of(Progress.on(System.err))
            .findOrBuild(Binary.KUBECTL)
            .path(Binary.KUBECTL);
    kubectl = new Kubectl(program, plane.kubeconfig().orElseThrow());
    shop = Shop.open(admin, namespace.name());
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(plane.config())
                    .withImpersonateUsername(OperatorProcess.SERVICE_ACCOUNT)
                    .build())
            .build();
    operator =
        new KezuriOperator(
            client,
            OperatorConfig.inProcess(),
            InstantSource.system(),
            UnaryOperator.identity(),
            meters);
  }

  @AfterEach
  void stop() {
    operator.close();
    client.close();
  }

  @Test
  void shouldTellWhyPodsWaitWhenNumbersAreFewAndWhenThereIsNoGenerator() throws Exception {
    // Given
    shop.generator("one", "{workerIds: {last: 0}}");
    assertThat(kubectl("get", "idg", "one", "-o", "jsonpath={.status.observedGeneration}"))
        .as("before anybody has looked")
        .isEqualTo("-1");
    operator.start();
    shop.pod("one", "first");
    assertThat(kubectl("wait", "--for=condition=Ready", "idg/one", "--timeout=60s"))
        .isEqualTo("idgenerator.kezuri.dev/one condition met\n");
    Shop.await("the first is granted", () -> shop.granted("first"));

    // When
    shop.pod("one", "second");
    kubectl("wait", "--for=condition=Stalled", "idg/one", "--timeout=60s");

    // Then
    Shop.await("an event on the pod", () -> describe("pod", "second").contains("Exhausted"));
    assertThat(describe("pod", "second"))
        .containsPattern(
            "Warning +Exhausted .*kezuri.dev/operator +Waits for a worker ID of"
                + " IdGenerator one. 1 pod waits, the first since 20");
    assertThat(describe("idg", "one")).containsPattern("Warning +Exhausted ");
    assertThat(kubectl("get", "idg", "one").lines())
        .first()
        .asString()
        .matches("NAME +READY +REASON +ACTIVE +WAITING +CAPACITY +AGE");
    assertThat(kubectl("get", "idg", "one").lines())
        .last()
        .asString()
        .matches("one +False +Exhausted +1 +1 +1 +\\d+s");
    assertThat(kubectl("get", "wid", namespaced("one.0")).lines())
        .first()
        .asString()
        .matches("NAME +GENERATOR +ID +POD +NODE +UNTIL +AGE");
    noticesTheMissingGenerator();
  }

  private void noticesTheMissingGenerator() throws Exception {
    shop.generator("nosuch", "{waitForGates: [example.com/hold]}");
    shop.heldPod("nosuch", "lonely", "example.com/hold");
    kubectl("delete", "idg", "nosuch");
    Shop.await("an event", () -> describe("pod", "lonely").contains("NoIdGenerator"));
    assertThat(describe("pod", "lonely")).contains("there is no IdGenerator nosuch in namespace");
  }

  @Test
  void shouldHaveEachMeterInTheTableAndNoOther() throws Exception {
    // Given
    new UptimeMetrics().bindTo(meters);
    operator.start();
    shop.generator("metered", "{}");
    shop.pod("metered", "p");
    Shop.await("granted", () -> shop.granted("p"));
    Shop.await("counted", () -> meters.scrape().contains("kezuri_grant_seconds_count 1"));

    // When
    Set<String> served = matches(TYPE, meters.scrape());
    String page = Files.readString(Path.of("..", "docs", "metrics.md"));
    Set<String> told = matches(ROW, page.substring(page.indexOf("## The operator")));

    // Then
    assertThat(served).isEqualTo(told);
  }

  @Test
  void shouldExplainEachPartWhenAsked() throws Exception {
    assertThat(kubectl("explain", "idg.status.waitingSince")).contains("When the pod that waits");
    assertThat(kubectl("explain", "idg.spec.sidecar.env.valueFrom.fieldRef.fieldPath"))
        .contains("The field, such as spec.nodeName.");
    assertThat(kubectl("explain", "wid.status.window.turn")).contains("Raised when the sidecar");
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String namespaced(String name) {
    return shop.namespace() + "." + name;
  }

  private String describe(String kind, String name) throws Exception {
    return kubectl("describe", kind, name);
  }

  private String kubectl(String... words) throws Exception {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--namespace";
    all[words.length + 1] = shop.namespace();
    Kubectl.Said said = kubectl.run(all);
    assertThat(said.code()).as(said.text()).isZero();
    return said.text();
  }
}
