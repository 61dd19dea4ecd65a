// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class JsonRoundTripTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void shouldFillInEveryDefaultWhenSpecIsEmptyOrMissing() {
    // When
    IdGenerator empty = read("kind: IdGenerator\nspec: {}");
    IdGenerator missing = read("kind: IdGenerator");

    // Then
    assertThat(empty.getSpec()).isEqualTo(IdGeneratorSpec.defaults());
    assertThat(missing.getSpec()).isEqualTo(IdGeneratorSpec.defaults());
    assertThat(empty.getSpec().layout().toIdLayout()).isEqualTo(IdLayout.DEFAULT);
    assertThat(empty.getSpec().lease().durationMs()).isEqualTo(86_400_000);
    assertThat(empty.getStatus()).isNull();
  }

  @Test
  void shouldIgnoreUnknownFieldsWhenReadingAGenerator() {
    // When
    IdGenerator read =
        read(
            """
            kind: IdGenerator
            later: 1
            spec: {later: 1, layout: {workerBits: 8, later: 1}, workerIds: {last: 255, later: 1},
              lease: {later: 1}, sidecar: {later: 1}}
            status: {later: 1, provisioned: 16}
            """);

    // Then
    assertThat(read.getSpec().layout().workerBits()).isEqualTo(8);
    assertThat(read.getStatus().provisioned()).isEqualTo(16);
  }

  @Test
  void shouldKeepUnknownFieldsWhenWritingTheLedger() {
    // Given
    String yaml =
        """
        ---
        apiVersion: "kezuri.dev/v1alpha1"
        kind: "WorkerId"
        metadata:
          name: "shop.orders.1"
        spec:
          generator: "shop/orders"
          id: 1
          layout:
            epoch: "2015-01-01T00:00:00.000Z"
            timestampBits: 41
            workerBits: 10
            sequenceBits: 12
        status:
          floor: "2026-11-23T08:00:00.000Z"
          window:
            podUid: "aaaaaaaa-0000-0000-0000-000000000000"
            turn: 1
            notBefore: "2026-11-23T08:00:00.000Z"
            notAfter: "2026-11-24T08:00:00.000Z"
            later: "w"
          history:
          - podUid: "bbbbbbbb-0000-0000-0000-000000000000"
            notBefore: "2026-11-22T08:00:00.000Z"
            notAfter: "2026-11-22T09:00:00.000Z"
            end: "Graceful"
            later:
              deep: 1
          later:
          - "s"
        """;

    // When
    WorkerId read = serialization.unmarshal(yaml, WorkerId.class);

    // Then
    assertThat(serialization.asYaml(read)).isEqualTo(yaml);
    assertThat(read.getStatus().history().getFirst().end()).isEqualTo(PastWindow.End.GRACEFUL);
  }

  private IdGenerator read(String yaml) {
    return serialization.unmarshal(yaml, IdGenerator.class);
  }
}
