// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kezuri.lease.UtcMillis;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line an event. JSON is written by the library that reads leases. */
final class LineFormatter extends Formatter {
  private static final int FRAMES = 4;

  private final LogFormat format;

  LineFormatter(LogFormat format) {
    this.format = format;
  }

  @Override
  public String format(LogRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", UtcMillis.format(record.getMillis()));
    fields.put("level", LogLevel.of(record.getLevel()).name().toLowerCase(Locale.ROOT));
    Fields.of(String.valueOf(formatMessage(record)))
        .forEach((key, value) -> Fields.put(fields, key, value));
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      Fields.put(fields, "error", thrown.toString());
      Fields.put(fields, "at", frames(thrown.getStackTrace()));
    }
    return (format == LogFormat.JSON ? json(fields) : logfmt(fields)) + "\n";
  }

  private static String frames(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(stack.length, FRAMES); i++) {
      text.append(i == 0 ? "" : " < ").append(stack[i]);
    }
    return text.toString();
  }

  private static String logfmt(Map<String, Object> fields) {
    StringBuilder line = new StringBuilder(160).append(fields.remove("time"));
    fields.forEach(
        (key, value) -> line.append(' ').append(key).append('=').append(value(value.toString())));
    return line.toString();
  }

  private static String value(String text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain &= c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
    }
    return plain ? text : LogLines.quoted(text);
  }

  private static String json(Map<String, Object> fields) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        if (field.getValue() instanceof Long number) {
          json.writeNumber(number);
        } else {
          json.writeString(field.getValue().toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.toString();
  }

  /** Loaded only where JSON is wanted. */
  private static final class Json {
    static final JsonFactory FACTORY = new JsonFactory();
  }
}
