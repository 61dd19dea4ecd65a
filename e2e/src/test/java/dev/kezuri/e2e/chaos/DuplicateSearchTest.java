// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicateSearchTest {
  @TempDir Path folder;

  @Test
  void shouldFindTheIdThatTwoPodsGave() throws IOException {
    try (IdLog log = new IdLog(folder.resolve("ids"))) {
      log.add(1, 1, LongStream.range(0, 100_000).boxed().toList());
      log.add(2, 2, List.of(100_001L, 4_711L, 100_002L));

      assertThat(DuplicateSearch.in(log, folder.resolve("parts")))
          .isEqualTo(new DuplicateSearch.Found(1, List.of(4_711L)));
    }
  }

  @Test
  void shouldFindNothingAmongDifferentIds() throws IOException {
    try (IdLog log = new IdLog(folder.resolve("ids"))) {
      log.add(1, 1, LongStream.range(0, 100_000).boxed().toList());
      log.add(2, 2, LongStream.range(100_000, 200_000).boxed().toList());

      assertThat(DuplicateSearch.in(log, folder.resolve("parts")).count()).isZero();
      assertThat(log.count()).isEqualTo(200_000);
    }
  }
}
