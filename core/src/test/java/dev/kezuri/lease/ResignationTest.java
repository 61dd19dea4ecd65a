// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResignationTest {
  private static final long NOT_BEFORE = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final Resignation WORD =
      new Resignation(17, NOT_BEFORE, 2, NOT_BEFORE + 3_723_004);

  @Test
  void shouldSayItInWordsAndChecksumOnOneLine() {
    assertThat(WORD.message())
        .isEqualTo(
            "kezuri: worker ID 17, notBefore 2026-11-23T08:00:00.000Z, turn 2: closed at high water"
                + " 2026-11-23T09:02:03.004Z (crc32c 4e3fbd7f)");
  }

  @Test
  void shouldBeFoundAmongOtherLines() {
    assertThat(Resignation.parse(WORD.message())).contains(WORD);
    assertThat(Resignation.parse("  \nwarning: x\n " + WORD.message() + " \r\nbye\n"))
        .contains(WORD);
  }

  @Test
  void shouldBeTheLastOneWhenThereAreSeveral() {
    Resignation later = new Resignation(17, NOT_BEFORE, 3, NOT_BEFORE);
    assertThat(Resignation.parse(WORD.message() + "\n" + later.message() + "\nkezuri: worker ID"))
        .contains(later);
  }

  @Test
  void shouldNotBeFoundWhenThereIsNone() {
    assertThat(Resignation.parse("")).isEmpty();
    assertThat(Resignation.parse("shutting down")).isEmpty();
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertThatThrownBy(() -> new Resignation(-1, 0, 0, 0)).hasMessageContaining("workerId");
    assertThatThrownBy(() -> new Resignation(0, 0, -1, 0)).hasMessageContaining("turn");
    assertThatThrownBy(() -> new Resignation(0, 1, 0, 0)).hasMessageContaining("highWater");
  }
}
