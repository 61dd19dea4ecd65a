// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.sidecar.fuzz.Player.Seen;
import dev.kezuri.sidecar.wire.Transcript;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same cases in every build; e2e/fuzz.sh plays others, for as long as it is told. */
class FuzzTest {
  private static final int CASES = 1000;
  private static final String A = "VALUE a 0 19\r\n1500000000000000000\r\n";
  private static final String B = "VALUE b 0 19\r\n1500000000000000001\r\n";

  @TempDir private Path temp;

  private static Generator generator() throws IOException, URISyntaxException {
    return new Generator(Path.of(FuzzTest.class.getResource("/WireTest").toURI()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void check(String sent, String answer, long issued) {
    Oracle.check(bytes(sent), new Seen(bytes(answer), issued, false, 0));
  }

  @Test
  void shouldHoldWhateverIsSent() throws Exception {
    Generator generator = generator();
    long ids = 0;
    for (long seed = 0; seed < CASES; seed++) {
      try {
        ids += Oracle.check(generator.make(seed), seed).issued();
      } catch (RuntimeException | Error failure) {
        throw new AssertionError("seed " + seed, failure);
      }
    }
    assertThat(ids).as("IDs drawn in all").isGreaterThan(CASES);
  }

  @Test
  void shouldMakeTheSameBytesWhenTheSeedIsTheSame() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(generator().make(seed)).isEqualTo(generator().make(seed));
    }
  }

  @Test
  void shouldWriteATranscriptThatReadsBackAsTheSameBytes() throws Exception {
    Generator generator = generator();
    for (long seed = 0; seed < 200; seed++) {
      byte[] sent = generator.make(seed);
      Path file = temp.resolve("finding.txt");
      Files.writeString(file, Finding.transcript(sent, seed, "a\nfault"));

      assertThat(Transcript.read(file).sent()).isEqualTo(sent);
    }
  }

  @Test
  void shouldFindNothingInRightAnswers() {
    check("get a b\r\n", A + B + "END\r\n", 2);
    check("gets a\r\n", A.replace("19\r", "19 1500000000000000000\r") + "END\r\n", 1);
    check("mg a O\r\u0085\r\n", "HD O\r\u0085\r\n", 0);
    check("mg a v c\r\n", "VA 19 c1500000000000000000\r\n1500000000000000000\r\n", 1);
    check("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        A + A + "END\r\n", // twice
        B + A + "END\r\n", // not in order
        A + "END\r\nVALUE b 0 19\r\n1500000000000000009\r\nEND\r\n", // never issued
        A + "VERSION 1.6.0 x\r\n", // an answer within another
        A, // no END, and open
        "VALUE a 0 18\r\n1500000000000000000\r\nEND\r\n",
        "VALUE a 0 19\r\n15000000000000000",
        "END", // half a line
        "HELLO\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi"
      })
  void shouldFindWhatIsWrongInAnAnswer(String answer) {
    assertThatThrownBy(() -> check("get a b\r\n", answer, 2)).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldFindAnAnswerThatIsTooLong() {
    assertThatThrownBy(() -> check("stats\r\n", "STAT a b\r\n".repeat(1000), 0))
        .hasMessageContaining("bytes answered to");
  }

  @Test
  void shouldFindABinaryAnswerToNoRequest() {
    byte[] sent = new byte[24];
    sent[0] = (byte) 0x80;
    byte[] answer = new byte[24];
    answer[0] = (byte) 0x81;
    Oracle.form(sent, answer, false);
    answer[15] = 1;

    assertThatThrownBy(() -> Oracle.form(sent, answer, false))
        .hasMessageContaining("answers no request");
  }
}
