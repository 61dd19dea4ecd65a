// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request's path and query name.
 *
 * @param namespace empty for cluster-scoped objects and for all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record RequestPath(
    ResourceKind kind,
    String namespace,
    String name,
    String subresource,
    Map<String, String> query) {

  /** Returns what {@code uri} names; empty if it is no path of a resource. */
  static Optional<RequestPath> parse(String uri) {
    URI parsed = URI.create(uri);
    List<String> parts = List.of(parsed.getPath().replaceAll("^/+|/+$", "").split("/", -1));
    ResourceKind kind;
    List<String> rest;
    String namespace = "";
    boolean core = parts.get(0).equals("api");
    int prefix = core ? 2 : 3;
    if (parts.size() <= prefix || (!core && !parts.get(0).equals("apis"))) {
      return Optional.empty();
    }
    rest = parts.subList(prefix, parts.size());
    if (rest.get(0).equals("namespaces") && rest.size() > 2 && !isOfNamespace(rest.get(2))) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    kind = new ResourceKind(core ? "" : parts.get(1), parts.get(prefix - 1), rest.get(0));
    return Optional.of(
        new RequestPath(kind, namespace, at(rest, 1), at(rest, 2), query(parsed.getRawQuery())));
  }

  private static boolean isOfNamespace(String part) {
    return part.equals("status") || part.equals("finalize");
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.put(
            URLDecoder.decode(key, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** Returns the path of one object of a collection. */
  RequestPath named(String objectNamespace, String objectName) {
    return new RequestPath(kind, objectNamespace, objectName, subresource, query);
  }

  /** Returns the key of the object named. */
  ObjectKey key() {
    return new ObjectKey(kind, namespace, name);
  }

  String parameter(String parameter) {
    return query.getOrDefault(parameter, "");
  }

  boolean dryRun() {
    return parameter("dryRun").equals("All");
  }

  boolean watch() {
    return parameter("watch").equals("true") || parameter("watch").equals("1");
  }

  boolean status() {
    return subresource.equals("status");
  }

  /** Returns {@code pods "x"}, as messages name an object. */
  String quoted() {
    return kind.qualified() + " \"" + name + "\"";
  }
}
