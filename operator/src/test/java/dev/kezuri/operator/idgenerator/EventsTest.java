// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import org.junit.jupiter.api.Test;

/** What the API server would refuse, and nobody would be told then. */
class EventsTest {
  private static final String UID = "aaaaaaaa-0000-0000-0000-000000000000";

  @Test
  void shouldFitWhenThePodsNameIsAsLongAsAllowedAndThereIsMuchToSay() {
    // When: cut in the middle, a name would end in a dot or a dash
    Event event = about("p" + "-.".repeat(125) + "pp", "g".repeat(2000));

    // Then
    assertThat(event.getMetadata().getName())
        .hasSizeLessThanOrEqualTo(253)
        .matches("p(\\.aaaaaaaa)\\.exhausted\\.[0-9a-z]+");
    assertThat(event.getNote()).hasSize(1024).endsWith("g...");
  }

  @Test
  void shouldTellPodsOfTheSameBeginningApart() {
    assertThat(about("n".repeat(253), "").getMetadata().getName()).hasSize(253);
    assertThat(about("short", "").getMetadata().getName()).startsWith("short.aaaaaaaa.exhausted.");
  }

  private static Event about(String name, String note) {
    Pod pod = new PodBuilder().withNewMetadata().withName(name).withUid(UID).endMetadata().build();
    return Events.of(pod, "Exhausted", true, note, 0, 1_795_420_800_000L);
  }
}
