// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kezuri.local.controlplane.ApiAddress;
import dev.kezuri.local.controlplane.ControlPlane;
import dev.kezuri.local.controlplane.Leash;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server in this JVM, on 127.0.0.1, without TLS and without asking who comes. It compares
 * and swaps, checks the ledger's rules and knows a pod's graceful end; it has no controllers, no
 * other admission, no CEL, no discovery for kubectl. Safe for use by several threads.
 */
public final class EmbeddedApi implements ControlPlane {
  private static final String[] NAMESPACES = {
    "default", "kube-system", "kube-public", "kube-node-lease"
  };

  // Each request a line otherwise; held here, lest the level be collected with the logger.
  private static final Logger REQUEST_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final AtomicBoolean closed = new AtomicBoolean();
  private final KubernetesMockServer server;
  private final ApiAddress address;
  private Leash leash;
  private Path kubeconfig;

  private EmbeddedApi(KubernetesMockServer server, int port) {
    this.server = server;
    this.address = new ApiAddress("http://127.0.0.1:" + port, "", "");
  }

  /** Starts one on a free port, with the system's clock. */
  public static EmbeddedApi start() {
    return start(InstantSource.system());
  }

  /** Starts one on a free port, whose Date header and timestamps are {@code clock}'s. */
  public static EmbeddedApi start(InstantSource clock) {
    ApiDispatcher dispatcher = new ApiDispatcher(clock);
    for (String name : NAMESPACES) {
      ObjectNode namespace = Json.object();
      namespace.put("kind", "Namespace").putObject("metadata").put("name", name);
      dispatcher.seed(new RequestPath(ResourceKind.NAMESPACES, "", "", "", Map.of()), namespace);
    }
    REQUEST_LOG.setLevel(Level.WARNING);
    MockWebServer web = new MockWebServer();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), web, new HashMap<>(), new Forgetful(web, dispatcher), false);
    try {
      server.init(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
      return new EmbeddedApi(server, server.getPort());
    } catch (IOException e) {
      server.destroy();
      throw new UncheckedIOException("cannot start the embedded API server", e);
    }
  }

  @Override
  public String name() {
    return "embedded API server";
  }

  @Override
  public Config config() {
    return address.config();
  }

  /** A kubeconfig file for {@code kubectl-kezuri}; written when it is first asked for. */
  @Override
  public synchronized Optional<Path> kubeconfig() {
    if (kubeconfig == null) {
      try {
        Path folder = Files.createTempDirectory("kezuri-embedded-");
        leash = Leash.on(folder);
        kubeconfig = address.writeKubeconfig(folder.resolve("kubeconfig"));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write a kubeconfig", e);
      }
    }
    return Optional.of(kubeconfig);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.destroy();
      synchronized (this) {
        if (leash != null) {
          leash.close();
        }
      }
    }
  }

  /** The mock keeps each request for a test to look at, for ever; nobody looks here. */
  private static final class Forgetful extends io.fabric8.mockwebserver.http.Dispatcher {
    private final MockWebServer web;
    private final ApiDispatcher dispatcher;

    Forgetful(MockWebServer web, ApiDispatcher dispatcher) {
      this.web = web;
      this.dispatcher = dispatcher;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      try {
        web.takeRequest(0, TimeUnit.MILLISECONDS);
        return dispatcher.dispatch(request);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new MockResponse().setResponseCode(503);
      }
    }
  }
}
