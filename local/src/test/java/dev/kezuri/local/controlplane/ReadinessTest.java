// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
  private static final char[] PASSWORD = "of-a-test".toCharArray();

  @TempDir private Path folder;
  private KeyStore keys;
  private HttpsServer server;

  @BeforeEach
  void startServer() throws Exception {
    keys = selfSigned();
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void shouldReadCertificateAgainWhereItWasReadBeforeItWasWritten() throws Exception {
    // Given
    Path certificate = folder.resolve("apiserver.crt");
    Readiness readiness = new Readiness(server.getAddress().getPort(), certificate, "token");

    // When
    boolean beforeThereIsAFile = readiness.reached();
    Files.createFile(certificate);
    boolean whileItIsEmpty = readiness.reached();
    Files.writeString(certificate, pem());

    // Then
    assertThat(beforeThereIsAFile).isFalse();
    assertThat(whileItIsEmpty).isFalse();
    assertThat(readiness.reached()).isTrue();
  }

  private String pem() throws Exception {
    byte[] encoded = keys.getCertificate("server").getEncoded();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }

  private KeyStore selfSigned() throws Exception {
    Path store = folder.resolve("server.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            store.toString());
    Path output = folder.resolve("keytool.log");
    Process made =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(made.waitFor()).as(Files.readString(output)).isZero();
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }
}
