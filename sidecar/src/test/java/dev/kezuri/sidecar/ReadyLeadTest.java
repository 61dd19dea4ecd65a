// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;
import dev.kezuri.sidecar.admin.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyLeadTest {
  private static final long START_MS = 1_800_000_000_000L;
  private static final long HOUR_S = 3600;

  @TempDir private Path temp;
  private long nowMs = START_MS;
  private StateFolder state;
  private IdIssuer issuer;
  private ReadyLead lead;

  private final TimeSource time =
      new TimeSource() {
        @Override
        public long wallMs() {
          return nowMs;
        }

        @Override
        public long monotonicNs() {
          return nowMs * 1_000_000;
        }
      };

  @BeforeEach
  void setUp() throws IOException {
    state = StateFolder.open(temp, true);
    issuer = new IdIssuer(time, state, Runnable::run, () -> {});
    lead = new ReadyLead(Duration.ofMinutes(1), issuer, time);
  }

  @AfterEach
  void tearDown() throws IOException {
    state.close();
  }

  /** A lease from the start that ends so many seconds after it. */
  private void lease(long endS) {
    Window window = new Window(START_MS, START_MS + endS * 1000);
    Lease lease = new Lease("shop/orders", "uid", 17, window, 0, IdLayout.DEFAULT);
    issuer.adopt(lease);
    lead.adopted(lease);
  }

  private Optional<String> bodyAt(long seconds) {
    nowMs = START_MS + seconds * 1000;
    return lead.page(issuer.refusal()).map(Page::text);
  }

  @Test
  void shouldNotBeReadyInTheLastMinuteOfALeaseThatNobodyRenewed() {
    lease(HOUR_S);

    assertThat(bodyAt(HOUR_S - 60)).isEmpty();
    assertThat(bodyAt(HOUR_S - 42)).contains("the lease ends in 42 s and was not renewed\n");
    assertThat(lead.page(issuer.refusal()).orElseThrow().status()).isEqualTo(503);
  }

  @Test
  void shouldBeReadyAgainWhenItIsRenewed() {
    lease(HOUR_S);
    assertThat(bodyAt(HOUR_S - 30)).isPresent();

    lease(2 * HOUR_S);

    assertThat(bodyAt(HOUR_S - 29)).isEmpty();
  }

  @Test
  void shouldLeaveAQuarterAtMostWhenTheLeaseIsShort() {
    lease(10);

    assertThat(bodyAt(0)).isEmpty();
    assertThat(bodyAt(7)).isEmpty();
    assertThat(bodyAt(8)).contains("the lease ends in 2 s and was not renewed\n");
  }

  @Test
  void shouldCountAShortLeaseAsShortWhenItsWindowHasGrownLong() {
    // Given: a lease of 10 s that was renewed for an hour
    lease(10);
    for (long s = 3; s < HOUR_S; s += 3) {
      nowMs = START_MS + s * 1000;
      lease(s + 10);
    }

    assertThat(bodyAt(HOUR_S)).as("7 s left of 10").isEmpty();
    assertThat(bodyAt(HOUR_S + 5)).isPresent();
  }

  @Test
  void shouldSayNothingWhenTheLeadIs0OrNoIdsAreIssued() {
    lead = new ReadyLead(Duration.ZERO, issuer, time);
    lease(10);

    assertThat(bodyAt(9)).isEmpty();
    assertThat(bodyAt(10)).as("the refusal says it").isEmpty();
    assertThat(issuer.refusal()).contains(Refusal.WINDOW_OVER);
  }
}
