// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.id.IdLayout;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseCodecTest {
  private static final String TEXT =
      """
      {"v":1,"generator":"shop/orders","podUid":"3f8e","workerId":17,\
      "notBefore":"2026-11-23T08:00:00.000Z","notAfter":"2026-11-24T08:00:00.000Z","turn":1,\
      "layout":{"epoch":"2015-01-01T00:00:00.000Z","timestampBits":41,"workerBits":10,\
      "sequenceBits":12}}""";

  private static final Lease LEASE =
      new Lease(
          "shop/orders",
          "3f8e",
          17,
          new Window(
              UtcMillis.parse("2026-11-23T08:00:00.000Z"),
              UtcMillis.parse("2026-11-24T08:00:00.000Z")),
          1,
          IdLayout.DEFAULT);

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> LeaseCodec.read(text))
        .isInstanceOf(LeaseFormatException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void shouldWriteTheFieldsInTheirOrder() {
    assertThat(LeaseCodec.write(LEASE)).isEqualTo(TEXT);
  }

  @Test
  void shouldReadWhatItWrote() throws Exception {
    assertThat(LeaseCodec.read(TEXT)).isEqualTo(LEASE);
    assertThat(LeaseCodec.read((TEXT + "\n").getBytes(StandardCharsets.UTF_8))).isEqualTo(LEASE);
    Lease standalone = Lease.standalone(0, IdLayout.DEFAULT);
    assertThat(LeaseCodec.read(LeaseCodec.write(standalone))).isEqualTo(standalone);
  }

  @Test
  void shouldIgnoreFieldsItDoesNotKnow() throws Exception {
    String more =
        TEXT.replace("\"turn\":1", "\"turn\":1,\"new\":[{\"v\":2}],\"more\":{\"a\":null}");
    assertThat(LeaseCodec.read(more)).isEqualTo(LEASE);
  }

  @Test
  void shouldNameTheVersionWhereverItStandsAndWhateverElseIsNew() {
    assertRefused("{\"layout\":\"wide\",\"v\":2}", "v=2 is not known");
  }

  @Test
  void shouldRefuseTheTextCutAnywhere() {
    IntStream.range(0, TEXT.length())
        .forEach(
            end ->
                assertThatThrownBy(() -> LeaseCodec.read(TEXT.substring(0, end)))
                    .isInstanceOf(LeaseFormatException.class)
                    .hasMessageMatching(".*(empty|cut).*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void shouldSayThatItIsEmpty(String text) {
    assertRefused(text, "the lease is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"v\":1,                | '' | v is missing",
        "\"generator\":\"shop/orders\", | '' | generator is missing",
        "\"podUid\":\"3f8e\",     | '' | podUid is missing",
        "\"podUid\":\"3f8e\"      | \"podUid\":\"\" | podUid must not be empty",
        "\"podUid\":\"3f8e\"      | \"podUid\":null | podUid must be a text",
        "\"workerId\":17          | \"workerId\":\"17\" | workerId must be an integer",
        "\"workerId\":17          | \"workerId\":1.5 | workerId must be an integer",
        "\"workerId\":17          | \"workerId\":99999999999 | workerId must be an integer of 32",
        "\"workerId\":17          | \"workerId\":1024 | workerId must fit workerBits (0 to 1023)",
        "\"workerId\":17          | \"workerId\":-1 | workerId must fit workerBits",
        "\"turn\":1               | \"turn\":-1 | turn must not be negative",
        "\"turn\":1               | \"turn\":1,\"turn\":2 | Duplicate field 'turn'",
        "\"timestampBits\":41     | \"timestampBits\":42 | must be at most 63: 64",
        "\"sequenceBits\":12      | \"sequence\":12 | layout.sequenceBits is missing",
        "2026-11-24T08:00:00.000Z | 2026-11-24T08:00:00Z | notAfter: a time must look like",
        "2026-11-24T08:00:00.000Z | 2026-11-23T08:00:00.000Z | notBefore must be before notAfter",
        "2015-01-01T00:00:00.000Z | 2015-02-30T00:00:00.000Z | layout.epoch: a time must look like",
      })
  void shouldNameWhatIsWrong(String part, String instead, String message) {
    assertThat(TEXT).contains(part);
    assertRefused(TEXT.replace(part, instead), message);
  }

  @Test
  void shouldRefuseWhatIsNoObjectOrGoesOn() {
    assertRefused("[" + TEXT + "]", "must be a JSON object");
    assertRefused("17", "must be a JSON object: it begins with 17");
    assertRefused("x".repeat(99), "no JSON");
    assertRefused(TEXT + TEXT, "something follows");
    assertRefused(TEXT.replaceFirst("\"layout\".*", "\"layout\":7}"), "layout must be an object");
  }
}
