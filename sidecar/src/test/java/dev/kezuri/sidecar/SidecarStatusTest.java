// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;
import dev.kezuri.sidecar.LeaseFile.Reading;
import dev.kezuri.sidecar.admin.Page;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probes, and what stats say of the lease. */
class SidecarStatusTest {
  private static final long START_MS = 1_800_000_000_000L;
  private static final long HOUR_MS = 3_600_000;

  @TempDir private Path temp;
  private long wallMs = START_MS;
  private StateFolder state;
  private IdIssuer issuer;
  private LeaseIntake intake;
  private SidecarStatus status;

  private final TimeSource time =
      new TimeSource() {
        @Override
        public long wallMs() {
          return wallMs;
        }

        @Override
        public long monotonicNs() {
          return 5_000_000_000L;
        }
      };

  @BeforeEach
  void setUp() throws Exception {
    state = StateFolder.open(temp, true);
    issuer = new IdIssuer(time, state, Runnable::run, () -> {});
    LastWord lastWord = new LastWord(Optional.empty());
    intake = new LeaseIntake(issuer, state, lastWord, new Exit(), time, false, lease -> {});
    List<String> args = List.of("--pod-uid", "uid");
    SidecarOptions options = SidecarOptions.of(CommandLine.parse(args, Map.of()));
    ReadyLead lead = new ReadyLead(Duration.ofMinutes(1), issuer, time);
    status = new SidecarStatus(options, issuer, intake, lead, new SidecarMetrics(), time);
  }

  @AfterEach
  void tearDown() throws IOException {
    state.close();
  }

  private void lease() {
    Window window = new Window(START_MS - HOUR_MS, START_MS + HOUR_MS);
    intake.take(new Reading.Good(new Lease("a/b", "uid", 17, window, 0, IdLayout.DEFAULT)));
  }

  private String probe(String path) {
    Page page = status.page(path);
    return page.status() + " " + page.text().strip();
  }

  @Test
  void shouldSayWhyWhenThereIsNoLease() {
    assertThat(probe("/healthz")).isEqualTo("200 ok");
    assertThat(probe("/readyz")).isEqualTo("503 no lease yet: the pod has no worker ID");
    assertThat(probe("/startupz")).isEqualTo("503 no lease yet: the pod has no worker ID");
    assertThat(status.layout()).isEmpty();
    assertThat(status.general()).doesNotContainKeys("worker_id", "last_timestamp");
  }

  @Test
  void shouldNotBeReadyWhenTheClockIsOutsideTheWindowThoughIdsGoOn() {
    // Given
    lease();
    assertThat(probe("/readyz")).isEqualTo("200 ok");
    assertThat(issuer.nextId()).isPositive();

    // When
    wallMs = START_MS + HOUR_MS;

    // Then
    assertThat(issuer.nextId()).isPositive();
    assertThat(probe("/readyz"))
        .startsWith("503 the clock is outside the lease's window [2027-01-15T07:00:00.000Z");
    assertThat(probe("/healthz")).isEqualTo("200 ok");
    wallMs = START_MS + 1;
    assertThat(probe("/readyz")).isEqualTo("200 ok");
    wallMs = START_MS - HOUR_MS - 1;
    assertThat(probe("/readyz")).startsWith("503 the clock is outside");
  }

  @Test
  void shouldTellTheLeaseInStats() {
    lease();
    issuer.nextId();

    assertThat(status.general())
        .containsEntry("generator", "a/b")
        .containsEntry("worker_id", "17")
        .containsEntry("turn", "0")
        .containsEntry("window_not_before", "2027-01-15T07:00:00.000Z")
        .containsEntry("window_not_after", "2027-01-15T09:00:00.000Z")
        .containsEntry("last_timestamp", "2027-01-15T08:00:00.000Z")
        .containsEntry("ready", "1");
    assertThat(status.unavailable()).isEmpty();
  }
}
