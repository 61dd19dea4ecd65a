// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An operator process that ends as by kill -9 right after its first write. */
final class HaltingOperator {
  static final int HALTED = 137;
  private static final Set<String> WRITES =
      Set.of(
          "createWorkerId",
          "putWorkerIdStatus",
          "removeWorkerId",
          "patchPod",
          "putGeneratorStatus",
          "patchGenerator");

  private HaltingOperator() {}

  /**
   * Runs until it halts or is killed.
   *
   * @param args kubeconfig
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Config admin = Config.fromKubeconfig(Files.readString(Path.of(args[0])));
    KubernetesClient client =
        new KubernetesClientBuilder().withConfig(OperatorUnderTest.impersonating(admin)).build();
    KezuriOperator operator =
        new KezuriOperator(
            client,
            OperatorConfig.inProcess(),
            InstantSource.system(),
            HaltingOperator::halting,
            new SimpleMeterRegistry());
    operator.start();
    new CountDownLatch(1).await();
  }

  private static ClusterPort halting(ClusterPort port) {
    return (ClusterPort)
        Proxy.newProxyInstance(
            ClusterPort.class.getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, arguments) -> {
              Object answer = call(port, method, arguments);
              if (WRITES.contains(method.getName()) && answer instanceof Answer.Stored<?>) {
                Runtime.getRuntime().halt(HALTED);
              }
              return answer;
            });
  }

  private static Object call(ClusterPort port, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(port, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
