// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
  @TempDir private Path folder;

  @BeforeAll
  static void silence() {
    SimulateMain.silence();
  }

  private static Campaign of(long first, long seeds, Path sums) {
    return new Campaign(first, seeds, true, 0, sums, 2, false);
  }

  private static void run(Campaign campaign) throws Exception {
    campaign.begin();
    campaign.run();
  }

  private static Result result(long seed) {
    return new Result(seed, 43_200_000, 100, 10, 0, List.of());
  }

  @Test
  void shouldComeToTheSameInSlicesAsInOneRun() throws Exception {
    // Given
    Path slices = folder.resolve("slices");
    Path whole = folder.resolve("whole");

    // When
    run(of(1, 2, slices));
    run(of(1, 5, slices));
    run(of(1, 5, whole));

    // Then
    assertThat(slices).hasSameTextualContentAs(whole);
    assertThat(Files.readString(whole)).startsWith("seeds 5, pod-days ");
  }

  @Test
  void shouldRememberNoSeedBeforeAllEarlierOnes() throws Exception {
    // Given
    Campaign campaign = of(1, 3, null);

    // When
    campaign.count(result(2));
    Campaign.Sums before = campaign.sums();
    campaign.count(result(1));

    // Then
    assertThat(before).isEqualTo(Campaign.Sums.ZERO);
    assertThat(campaign.sums()).isEqualTo(new Campaign.Sums(2, 1, 200, 20, 0, 0));
  }

  @Test
  void shouldNotGoOnFromTheSumsOfOtherWorlds() throws Exception {
    // Given
    Path sums = folder.resolve("sums");
    run(of(1, 1, sums));

    // When, then
    assertThatThrownBy(() -> of(7, 1, sums).begin())
        .hasMessageContaining("is not of small worlds from seed 7");
  }
}
