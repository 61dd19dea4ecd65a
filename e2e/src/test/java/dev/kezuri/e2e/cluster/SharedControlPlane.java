// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.controlplane.Shipped;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one real API server a JVM, with all of {@code deploy/}, and each test class a
 * namespace of its own. Parameters: {@link RealControlPlane}, an administrator's {@link
 * KubernetesClient}, {@link TestNamespace}. A test that kills or freezes the API server starts its
 * own.
 */
public final class SharedControlPlane implements BeforeAllCallback, ParameterResolver {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Duration IN_FORCE = Duration.ofSeconds(120);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** The namespace of a test class. */
  public record TestNamespace(String name) {}

  private record Running(RealControlPlane plane, KubernetesClient client) implements AutoCloseable {
    static Running start() {
      RealControlPlane plane = startPlane();
      return new Running(plane, new KubernetesClientBuilder().withConfig(plane.config()).build());
    }

    @Override
    public void close() {
      client.close();
      plane.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RealControlPlane.class
        || type == KubernetesClient.class
        || type == TestNamespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == RealControlPlane.class) {
      return running(context).plane();
    }
    return type == KubernetesClient.class ? running(context).client() : namespace(context);
  }

  private static Running running(ExtensionContext context) {
    // The root store's values are closed when the last test of the JVM has run.
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  private static TestNamespace namespace(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedControlPlane.class))
        .computeIfAbsent(
            test,
            key -> makeNamespace(running(context).client(), test.getSimpleName()),
            TestNamespace.class);
  }

  /** Starts an API server and gives it what Kezuri ships; the caller closes it. */
  public static RealControlPlane startPlane() {
    RealControlPlane plane = RealControlPlane.start();
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(plane.config()).build()) {
      Shipped.apply(client, DEPLOY);
      Awaitility.await("what is in deploy/ is in force")
          .atMost(IN_FORCE)
          .until(() -> Shipped.inForce(client, "default"));
      return plane;
    } catch (RuntimeException | Error e) {
      plane.close();
      throw e;
    }
  }

  /** Makes a namespace with {@code hint} in its name. */
  public static TestNamespace makeNamespace(KubernetesClient client, String hint) {
    String name =
        hint.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT)
            + "-"
            + NUMBER.incrementAndGet();
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return new TestNamespace(name);
  }
}
