// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stories make of the lines that their application writes down. */
class DrawsTest {
  private static final long OF_3 = IdLayout.DEFAULT.encode(1_600_000_000_000L, 3, 0);

  @TempDir Path folder;

  @Test
  void shouldReadAllStartsInTheirOrderAndLeaveOutALineThatIsNotWhole() throws IOException {
    file("u1.10", "pod u1 a 3\n1000 1001 " + (OF_3 + 1) + "\nend\n");
    file("u1.9", "pod u1 a 3\n900 901 " + OF_3 + "\n910 9");

    Draws draws = Draws.in(folder);

    assertThat(draws.logs()).extracting(DrawLog::ended).containsExactly(false, true);
    assertThat(draws.logs()).flatExtracting(DrawLog::ids).containsExactly(OF_3, OF_3 + 1);
    assertThat(draws.faults(IdLayout.DEFAULT)).isEmpty();
  }

  @Test
  void shouldMeasureARefusalFromItsFirstRequestToTheNextId() throws IOException {
    file(
        "u1.1",
        "pod u1 a 3\n100 101 %d\n200 201 ! EOF\n220 221 ! refused\n900 950 %d\n"
            .formatted(OF_3, OF_3 + 1));

    Draws draws = Draws.in(folder);

    assertThat(draws.longestRefusalMs()).isEqualTo(750);
    assertThat(draws.refusals()).containsExactly("a at 200: EOF", "a at 220: refused");
  }

  @Test
  void shouldMeasureARefusalThatDoesNotEndToTheLastAnswer() throws IOException {
    file("u1.1", "pod u1 a 3\n100 101 %d\n200 201 ! EOF\n220 260 ! EOF\n".formatted(OF_3));

    assertThat(Draws.in(folder).longestRefusalMs()).isEqualTo(60);
  }

  @Test
  void shouldCountIdsThatCameBefore() throws IOException {
    file("u1.1", "pod u1 a 3\n100 101 %d %d\n".formatted(OF_3, OF_3 + 1));
    file("u2.1", "pod u2 b 3\n100 101 %d\n".formatted(OF_3));

    assertThat(Draws.in(folder).count()).isEqualTo(new Draws.Count(3, 1));
  }

  @Test
  void shouldFindIdsOutOfOrderAndOfOtherNumbers() throws IOException {
    file("u1.1", "pod u1 a 3\n100 101 %d %d\n".formatted(OF_3 + 1, OF_3));
    file("u2.2", "pod u2 b 4\n100 101 %d\n".formatted(OF_3 + 2));

    assertThat(Draws.in(folder).faults(IdLayout.DEFAULT))
        .containsExactly(
            "%d of a is not above %d before it".formatted(OF_3, OF_3 + 1),
            "%d of b is not of 4, its number".formatted(OF_3 + 2));
  }

  @Test
  void shouldFindTheLastIdInTheTailOfALongFile() throws IOException {
    file("u1.1", "pod u1 a 3\n" + "100 101 77\n".repeat(5_000) + "200 201 78\n300 301 ! EOF\n40");

    assertThat(DrawTail.lastAnswer(folder, "u1").orElseThrow().ids()).containsExactly(78L);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
