// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Asks an API server whether it can be used: ready, and with the namespaces that it makes. */
final class Readiness {
  private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
  private static final List<String> PAGES =
      List.of("/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/kube-system");

  private final int port;
  private final Path certificate;
  private final String token;
  private int answered;
  private HttpClient client;

  Readiness(int port, Path certificate, String token) {
    this.port = port;
    this.certificate = certificate;
    this.token = token;
  }

  /** Returns whether every page has been answered with 200 by now; an answer counts for good. */
  boolean reached() throws InterruptedException {
    while (answered < PAGES.size() && answers(PAGES.get(answered))) {
      answered++;
    }
    return answered == PAGES.size();
  }

  /** Returns the page that is still awaited. */
  String awaited() {
    return PAGES.get(Math.min(answered, PAGES.size() - 1));
  }

  private boolean answers(String page) throws InterruptedException {
    try {
      if (client == null) {
        if (!Files.exists(certificate)) {
          return false;
        }
        client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ONE_ANSWER)
                .sslContext(trusting(certificate))
                .build();
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + page))
              .timeout(ONE_ANSWER)
              .header("Authorization", "Bearer " + token)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (SSLException | GeneralSecurityException e) {
      // The certificate was read while it was being written: read it again.
      forget();
      return false;
    } catch (IOException e) {
      // Not listening yet.
      return false;
    }
  }

  private void forget() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }

  private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var in = Files.newInputStream(pem)) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("server-" + number++, each);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Returns the certificates that a client has to trust, as PEM. */
  String certificates() throws IOException {
    return Files.readString(certificate, StandardCharsets.US_ASCII);
  }
}
