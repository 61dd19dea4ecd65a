// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;

/** What to say when a cluster does not answer as asked: one line with what to do. */
final class ClusterErrors {
  private static final Set<String> OURS =
      Set.of("workerids", "workerids/status", "idgenerators", "idgenerators/status");

  /** The API server's words, of all versions. */
  private static final String NOT_AS_ANOTHER = "cannot impersonate";

  private ClusterErrors() {}

  /**
   * Returns the error of one request.
   *
   * @param namespace null if the resource was asked for in the whole cluster
   */
  static ClusterException explain(
      KubernetesClientException e, Config config, String verb, String resource, String namespace) {
    return new ClusterException(
        switch (e.getCode()) {
          case 401 -> "the API server at " + url(config) + " does not accept the credentials";
          case 403 -> refused(said(e), config, verb, resource, namespace);
          case 404 ->
              "the API server at "
                  + url(config)
                  + " has no "
                  + resource
                  + ".kezuri.dev: Kezuri's CRDs are not installed there";
          case -1, 0 -> "no answer from the API server at " + url(config) + ": " + cause(e);
          default ->
              "the API server at "
                  + url(config)
                  + " answered "
                  + e.getCode()
                  + ": "
                  + firstLine(said(e));
        },
        e);
  }

  /** Returns whether it was refused to act as another: of no right of that other is known then. */
  static boolean isOfImpersonation(KubernetesClientException e) {
    return said(e).contains(NOT_AS_ANOTHER);
  }

  private static String said(KubernetesClientException e) {
    String words = e.getStatus() == null ? null : e.getStatus().getMessage();
    return String.valueOf(words == null ? e.getMessage() : words);
  }

  private static String refused(
      String said, Config config, String verb, String resource, String namespace) {
    if (said.contains(NOT_AS_ANOTHER)) {
      return impersonation(config);
    }
    if (said.contains("ValidatingAdmissionPolicy")) {
      return firstLine(said);
    }
    String user = config.getImpersonateUsername();
    return (user == null ? "you need" : user + " needs")
        + " the verb "
        + verb
        + " on the resource "
        + resource
        + (OURS.contains(resource) ? " of the API group " + MetadataKeys.GROUP + " " : " ")
        + (namespace == null
            ? "in the whole cluster (ClusterRole)"
            : "in the namespace " + namespace);
  }

  /** Who may not act as another needs a right on that other, and not on what was asked for. */
  private static String impersonation(Config config) {
    String user = config.getImpersonateUsername();
    String[] account = user.split(":", -1);
    boolean serviceAccount = user.startsWith("system:serviceaccount:") && account.length == 4;
    String groups = String.join(", ", config.getImpersonateGroups());
    return "you need the verb impersonate on the resource "
        + (serviceAccount ? "serviceaccounts called " + account[3] : "users called " + user)
        + (groups.isEmpty() ? "" : ", and on the resource groups called " + groups)
        + (serviceAccount && groups.isEmpty()
            ? " in the namespace " + account[2]
            : " in the whole cluster (ClusterRole)");
  }

  private static String url(Config config) {
    return config.getMasterUrl().replaceAll("/+$", "");
  }

  private static String cause(Throwable e) {
    String said = "no reason given";
    for (Throwable t = e; t != null; t = t.getCause()) {
      said =
          switch (t) {
            case UnresolvedAddressException _, UnknownHostException _ ->
                "there is no host of this name";
            case ConnectException _ -> "cannot connect";
            default -> t.getMessage() == null ? said : firstLine(t.getMessage());
          };
    }
    return said;
  }

  private static String firstLine(String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
  }
}
