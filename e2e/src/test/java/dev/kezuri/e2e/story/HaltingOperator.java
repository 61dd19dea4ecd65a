// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An operator process that ends as by kill -9 right after its first write. */
final class HaltingOperator {
  static final int HALTED = 137;

  private HaltingOperator() {}

  /**
   * Runs until it halts or is killed.
   *
   * @param args kubeconfig, and a file to which it adds a line with the {@link Step} it halts after
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Config admin = Config.fromKubeconfig(Files.readString(Path.of(args[0])));
    Path steps = Path.of(args[1]);
    KubernetesClient client =
        new KubernetesClientBuilder().withConfig(OperatorAccount.impersonating(admin)).build();
    OperatorConfig usual = OperatorConfig.inProcess();
    OperatorConfig config =
        new OperatorConfig(
            Optional.empty(), usual.writers(), usual.guardEvery(), Duration.ofMillis(500));
    KezuriOperator operator =
        new KezuriOperator(
            client,
            config,
            InstantSource.system(),
            port -> halting(port, steps),
            new SimpleMeterRegistry());
    operator.start();
    new CountDownLatch(1).await();
  }

  private static ClusterPort halting(ClusterPort port, Path steps) {
    return (ClusterPort)
        Proxy.newProxyInstance(
            ClusterPort.class.getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, arguments) -> {
              Optional<Step> step = Step.of(port, method.getName(), arguments);
              Object answer = call(port, method, arguments);
              if (step.isPresent() && answer instanceof Answer.Stored<?>) {
                halt(step.get(), steps);
              }
              return answer;
            });
  }

  private static synchronized void halt(Step step, Path steps) {
    try {
      Files.writeString(steps, step + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(HALTED);
  }

  private static Object call(ClusterPort port, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(port, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
