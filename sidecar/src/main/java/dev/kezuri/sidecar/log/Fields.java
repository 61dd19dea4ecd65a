// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys and values of a message such as {@code event=ready worker_id=17 why="a text"}. */
final class Fields {
  private static final String EVENT = "event=";

  private final String text;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private int at;

  private Fields(String text) {
    this.text = text;
  }

  /** Returns texts, and numbers as Long; a message that is no event is one, {@code log}. */
  static Map<String, Object> of(String message) {
    Fields all = new Fields(message);
    if (message.startsWith(EVENT)) {
      all.read();
    } else {
      all.fields.put("event", "log");
      all.fields.put("text", message);
    }
    return all.fields;
  }

  /** Returns the event's name. */
  static String event(String message) {
    int end = message.indexOf(' ');
    return !message.startsWith(EVENT)
        ? "log"
        : message.substring(EVENT.length(), end < 0 ? message.length() : end);
  }

  /** Adds a field; a key that is taken gets a number behind it, as JSON keys must differ. */
  static void put(Map<String, Object> fields, String key, Object value) {
    String name = key;
    for (int i = 2; fields.containsKey(name); i++) {
      name = key + i;
    }
    fields.put(name, value);
  }

  private void read() {
    while (at < text.length()) {
      int equals = keyEnd();
      if (equals < 0) {
        at++; // blanks between fields
        continue;
      }
      String key = text.substring(at, equals);
      at = equals + 1;
      put(fields, key, isAt('"') ? quoted() : plain());
    }
  }

  /** Returns where the key that begins here ends; -1 if none does. */
  private int keyEnd() {
    int end = at;
    while (end < text.length() && isKeyLetter(text.charAt(end))) {
      end++;
    }
    return end > at && end < text.length() && text.charAt(end) == '=' ? end : -1;
  }

  private static boolean isKeyLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && !isAt('"'); at++) {
      if (isAt('\\') && at + 1 < text.length()) {
        at++;
        value.append(unescaped());
      } else {
        value.append(text.charAt(at));
      }
    }
    at++;
    return value.toString();
  }

  private char unescaped() {
    char c = text.charAt(at);
    if (c == 'u'
        && at + 4 < text.length()
        && text.chars().skip(at + 1).limit(4).allMatch(HexFormat::isHexDigit)) {
      at += 4;
      return (char) HexFormat.fromHexDigits(text, at - 3, at + 1);
    }
    return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
  }

  /** A value without quotes goes on to the next key: a window has a blank in it. */
  private Object plain() {
    int start = at;
    while (at < text.length() && !(isAt(' ') && beginsKey(at + 1))) {
      at++;
    }
    String value = text.substring(start, at);
    return isNumber(value) ? (Object) Long.valueOf(value) : value;
  }

  /** A number that is written as such everywhere: without leading zeros, exact in 53 bits. */
  private static boolean isNumber(String text) {
    int digits = text.startsWith("-") ? text.length() - 1 : text.length();
    boolean number =
        digits > 0 && digits <= 15 && (digits == 1 || text.charAt(text.length() - digits) != '0');
    for (int i = text.length() - digits; i < text.length(); i++) {
      number &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return number;
  }

  private boolean beginsKey(int from) {
    int before = at;
    at = from;
    boolean begins = keyEnd() >= 0;
    at = before;
    return begins;
  }
}
