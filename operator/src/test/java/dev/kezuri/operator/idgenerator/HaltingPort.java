// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Ends the operator, as kill -9 does, right after its n-th write: the server has it, no more. */
final class HaltingPort {
  /** Thrown by every call after the halt. */
  static final class Halted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final ClusterPort port;
  private int left;

  HaltingPort(ClusterPort port, int writes) {
    this.port = port;
    this.left = writes;
  }

  ClusterPort port() {
    return (ClusterPort)
        Proxy.newProxyInstance(
            ClusterPort.class.getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, args) -> call(method, args));
  }

  private Object call(java.lang.reflect.Method method, Object[] args) throws Throwable {
    if (left <= 0) {
      throw new Halted();
    }
    Object answer;
    try {
      answer = method.invoke(port, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    boolean write = method.getName().matches("(create|put|patch|remove).*");
    if (write && answer instanceof Answer.Stored && --left == 0) {
      throw new Halted();
    }
    return answer;
  }
}
