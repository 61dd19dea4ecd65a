// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a lease's JSON, each read with a message that names it if it is missing or of
 * another type. All are read before any is looked at, so that {@code v} decides wherever it stands.
 */
final class LeaseFields {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** What a value is that no field of a lease can be: an array, null, a fraction, a boolean. */
  private static final Object OTHER = new Object();

  private final String path;
  private final Map<String, Object> values;

  private LeaseFields(String path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  static LeaseFields of(String text) throws LeaseFormatException {
    if (text.isBlank()) {
      throw new LeaseFormatException("the lease is empty");
    }
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new LeaseFormatException(
            "a lease must be a JSON object: it begins with " + head(text));
      }
      LeaseFields all = readObject(json, "");
      if (json.nextToken() != null) {
        throw new LeaseFormatException("something follows the lease's closing brace");
      }
      return all;
    } catch (IOException e) {
      throw new LeaseFormatException("the lease is cut or no JSON: " + firstLine(e.getMessage()));
    }
  }

  private static LeaseFields readObject(JsonParser json, String path) throws IOException {
    Map<String, Object> values = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      values.put(name, readValue(json, path + name));
    }
    return new LeaseFields(path, values);
  }

  private static Object readValue(JsonParser json, String path) throws IOException {
    JsonToken token = json.nextToken();
    switch (token) {
      case VALUE_STRING:
        return json.getText();
      case VALUE_NUMBER_INT:
        return json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : OTHER;
      case START_OBJECT:
        return readObject(json, path + ".");
      default:
        json.skipChildren();
        return OTHER;
    }
  }

  String text(String name) throws LeaseFormatException {
    return value(name, String.class, "a text");
  }

  int integer(String name) throws LeaseFormatException {
    return value(name, Integer.class, "an integer of 32 bits");
  }

  LeaseFields object(String name) throws LeaseFormatException {
    return value(name, LeaseFields.class, "an object");
  }

  long time(String name) throws LeaseFormatException {
    try {
      return UtcMillis.parse(text(name));
    } catch (IllegalArgumentException e) {
      throw new LeaseFormatException("lease: " + path + name + ": " + e.getMessage());
    }
  }

  private <T> T value(String name, Class<T> type, String words) throws LeaseFormatException {
    Object value = values.get(name);
    if (value == null) {
      throw new LeaseFormatException("lease: " + path + name + " is missing");
    }
    if (!type.isInstance(value)) {
      throw new LeaseFormatException("lease: " + path + name + " must be " + words);
    }
    return type.cast(value);
  }

  private static String head(String text) {
    String line = firstLine(text.strip());
    return line.length() > 40 ? line.substring(0, 40) + "…" : line;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
