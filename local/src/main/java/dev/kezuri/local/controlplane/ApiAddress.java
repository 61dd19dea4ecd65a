// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Where an API server is and how a client is let in.
 *
 * @param url without a path
 * @param caPem the certificates to trust; empty for plain HTTP
 * @param token who the client is; empty for nobody in particular
 */
public record ApiAddress(String url, String caPem, String token) {

  /** A Config that reads no file and no environment, so that it never names another cluster. */
  public Config config() {
    ConfigBuilder builder =
        new ConfigBuilder(Config.empty()).withMasterUrl(url).withNamespace("default");
    if (!caPem.isEmpty()) {
      builder.withCaCertData(base64(caPem));
    }
    if (!token.isEmpty()) {
      builder.withOauthToken(token);
    }
    return builder.build();
  }

  /** Writes a kubeconfig with one context, named {@code kezuri}. */
  public Path writeKubeconfig(Path file) throws IOException {
    String ca = caPem.isEmpty() ? "" : ", certificate-authority-data: " + base64(caPem);
    String user = token.isEmpty() ? "{}" : "{token: " + token + "}";
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: kezuri
        contexts:
        - name: kezuri
          context: {cluster: kezuri, user: kezuri, namespace: default}
        clusters:
        - name: kezuri
          cluster: {server: "%s"%s}
        users:
        - name: kezuri
          user: %s
        """
            .formatted(url, ca, user);
    return Tokens.secret(file, text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
