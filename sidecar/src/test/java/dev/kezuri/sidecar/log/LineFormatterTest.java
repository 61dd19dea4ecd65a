// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFormatterTest {
  private static final JsonFactory STRICT =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static String line(LogFormat format, Level level, String message, Throwable thrown) {
    LogRecord record = new LogRecord(level, message);
    record.setInstant(java.time.Instant.ofEpochMilli(1_800_000_000_123L));
    record.setThrown(thrown);
    return new LineFormatter(format).format(record);
  }

  private static String logfmt(String message) {
    return line(LogFormat.LOGFMT, Level.INFO, message, null);
  }

  /** Reads the one flat object of a line, as it is on the wire. */
  private static Map<String, Object> json(String message) throws IOException {
    String line = line(LogFormat.JSON, Level.INFO, message, null);
    assertThat(line).endsWith("}\n");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    Map<String, Object> fields = new LinkedHashMap<>();
    try (JsonParser parser = STRICT.createParser(line.getBytes(StandardCharsets.UTF_8))) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean number = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
        fields.put(name, number ? (Object) parser.getLongValue() : parser.getText());
      }
      assertThat(parser.nextToken()).isNull();
    }
    return fields;
  }

  @Test
  void shouldWriteKeysAndValuesAsLogfmt() {
    assertThat(logfmt("event=lease_adopted worker_id=17 window=[a, b) why=\"a \\\"b\\\"\""))
        .isEqualTo(
            "2027-01-15T08:00:00.123Z level=info event=lease_adopted worker_id=17"
                + " window=\"[a, b)\" why=\"a \\\"b\\\"\"\n");
    assertThat(logfmt("netty says a=b"))
        .isEqualTo("2027-01-15T08:00:00.123Z level=info event=log text=\"netty says a=b\"\n");
  }

  @Test
  void shouldWriteKeysAndValuesAsJson() {
    assertThat(
            line(
                LogFormat.JSON,
                Level.SEVERE,
                "event=lease_adopted worker_id=17 window=[a, b) id=0017 why=\"a \\\"b\\\"\"",
                null))
        .isEqualTo(
            "{\"time\":\"2027-01-15T08:00:00.123Z\",\"level\":\"error\",\"event\":\"lease_adopted\""
                + ",\"worker_id\":17,\"window\":\"[a, b)\",\"id\":\"0017\",\"why\":\"a \\\"b\\\"\"}\n");
  }

  @Test
  void shouldTellAFailureInOneLine() {
    IOException failure = new IOException("no\nspace");
    failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", 1)});

    assertThat(line(LogFormat.LOGFMT, Level.WARNING, "event=x error=1", failure))
        .endsWith(
            " level=warn event=x error=1 error2=\"java.io.IOException: no\\nspace\" at=A.b(A.java:1)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\"",
        "\\",
        "\\u00",
        "\\uzzzz",
        "a\nb\r\n\tc",
        "\0\u0001\u001f\u007f\u0085",
        "é鰹節",
        "😀",
        "\u2028\u2029",
        "{0} {",
        "event=a",
        "a=b c=\"d",
        "-1",
        "007",
        "\\\"",
        "a=\u0000=b"
      })
  void shouldGiveBackAnyTextFromJson(String text) throws IOException {
    assertThat(json("event=x why=" + LogLines.quoted(text) + " n=1"))
        .containsEntry("why", text)
        .containsEntry("n", 1L);
    assertThat(json(text)).containsKey("event");
    assertThat(json("event=" + text)).containsKeys("time", "level");
  }

  @Test
  void shouldWriteValidJsonWhateverTheMessageIs() throws IOException {
    Random random = new Random(5);
    String pieces = "\"\\=  u0a{}[],:\n\r\t\0\u001b\u0080\u2028é鰹\ud83d\ude00aezt_-17";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "event=" : "");
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      String message = text.toString();

      assertThat(json(message)).containsKeys("time", "level");
      assertThat(logfmt(message)).doesNotContainPattern("[\\p{Cntrl}&&[^\n]]").hasLineCount(1);
      // Half a character outside the BMP cannot be written in UTF-8; all else comes back.
      if (StandardCharsets.UTF_8.newEncoder().canEncode(message)) {
        assertThat(json("event=x why=" + LogLines.quoted(message))).containsEntry("why", message);
      }
    }
  }
}
