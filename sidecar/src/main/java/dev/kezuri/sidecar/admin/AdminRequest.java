// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import dev.kezuri.sidecar.http.Sender;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of a request to the admin port: what is needed of HTTP for a GET of few paths. */
final class AdminRequest {
  private static final Pattern LINE =
      Pattern.compile("([A-Z]+) (/[^ ?]*)(\\?[^ ]*)? HTTP/1\\.[01]");

  private final String text;
  private final Matcher line;

  AdminRequest(String text) {
    this.text = text;
    this.line = LINE.matcher(text.lines().findFirst().orElse("").strip());
  }

  /** Returns whether it is one at all; nothing else may be asked if not. */
  boolean isHttp() {
    return line.matches();
  }

  boolean isHead() {
    return line.group(1).equals("HEAD");
  }

  boolean isGet() {
    return line.group(1).equals("GET");
  }

  String path() {
    return line.group(2);
  }

  /** Returns a parameter of the query as it was written; null if it is not there. */
  String parameter(String name) {
    String query = line.group(3) == null ? "" : line.group(3).substring(1);
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return null;
  }

  /** Returns who sent it, as far as its headers tell. */
  Sender sender() {
    return Sender.of(this::header);
  }

  private String header(String name) {
    Matcher header =
        Pattern.compile("(?im)^" + Pattern.quote(name) + ":[ \\t]*(.*?)[ \\t]*$").matcher(text);
    return header.find() ? header.group(1) : null;
  }
}
