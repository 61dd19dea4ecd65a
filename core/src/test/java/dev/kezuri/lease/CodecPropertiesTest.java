// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import dev.kezuri.id.IdLayout;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Both texts come back as they went out, and a changed one never as another word. */
class CodecPropertiesTest {
  private static final long YEAR_9000 = 221_845_132_800_000L;

  private static Gen<Window> windows() {
    return longs()
        .between(0, YEAR_9000)
        .zip(longs().between(1, 2_592_000_000L), (from, ms) -> new Window(from, from + ms));
  }

  private static Gen<Resignation> words() {
    return integers()
        .between(0, Integer.MAX_VALUE)
        .zip(
            integers().between(0, Integer.MAX_VALUE),
            windows(),
            (id, turn, window) ->
                new Resignation(id, window.notBeforeMs(), turn, window.notAfterMs()));
  }

  @Test
  void shouldReadTheLeaseThatWasWritten() {
    qt().forAll(
            strings().basicMultilingualPlaneAlphabet().ofLengthBetween(1, 40),
            integers().between(0, 1023),
            windows(),
            integers().between(0, Integer.MAX_VALUE))
        .checkAssert(
            (uid, id, window, turn) -> {
              Lease lease = new Lease("a/" + uid, uid, id, window, turn, IdLayout.DEFAULT);
              try {
                assertThat(LeaseCodec.read(LeaseCodec.write(lease))).isEqualTo(lease);
              } catch (LeaseFormatException e) {
                throw new AssertionError(e);
              }
            });
  }

  @Test
  void shouldReadTheResignationThatWasWritten() {
    qt().forAll(words())
        .checkAssert(
            word -> {
              assertThat(Resignation.parse(word.message())).contains(word);
              assertThat(word.message().length()).isLessThan(4096);
            });
  }

  @Test
  void shouldNeverReadAnotherResignationWhenCharactersChange() {
    qt().withExamples(5000)
        .forAll(words(), integers().between(0, 400), integers().between(' ', '~'))
        .checkAssert(
            (word, at, character) -> {
              StringBuilder changed = new StringBuilder(word.message());
              changed.setCharAt(at % changed.length(), (char) (int) character);
              Resignation.parse(changed.toString())
                  .ifPresent(read -> assertThat(read).isEqualTo(word));
              assertThat(Resignation.parse(word.message().substring(0, at % changed.length())))
                  .isEmpty();
            });
  }
}
