// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Sees what an operator asks and is answered, and can hold its writes back. */
final class PortWitness implements UnaryOperator<ClusterPort> {
  /** One call and its answer; {@code held}: it was made before the answer was let through. */
  record Call(String method, boolean write, boolean held, Answer<?> answer) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public ClusterPort apply(ClusterPort port) {
    return (ClusterPort)
        Proxy.newProxyInstance(
            ClusterPort.class.getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, arguments) -> call(port, method, arguments));
  }

  private Object call(ClusterPort port, Method method, Object[] arguments) throws Throwable {
    boolean write = method.getName().matches("(create|put|patch|remove).*");
    CountDownLatch now = gate;
    boolean held = write && now.getCount() > 0;
    if (held) {
      waiting.incrementAndGet();
      now.await();
      waiting.decrementAndGet();
    }
    try {
      Object answer = method.invoke(port, arguments);
      if (answer instanceof Answer<?> said) {
        calls.add(new Call(method.getName(), write, held, said));
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** From now on writes wait, as if the process stood still between its plan and its write. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets the writes through that wait. */
  void release() {
    gate.countDown();
  }

  /** Returns how many writes wait. */
  int waiting() {
    return waiting.get();
  }

  List<Call> heldCalls() {
    return calls.stream().filter(Call::held).toList();
  }

  /** Returns how many requests had no answer, or one that says nothing. */
  long unavailable() {
    return calls.stream().filter(call -> call.answer() instanceof Answer.Unavailable<?>).count();
  }

  /** Returns how many writes lost to somebody else's. */
  long conflicts() {
    return calls.stream()
        .filter(Call::write)
        .filter(
            call ->
                call.answer() instanceof Answer.Conflict<?>
                    || call.answer() instanceof Answer.Invalid<?>)
        .count();
  }

  /** Returns how many requests were refused as too many. */
  long tooMany() {
    return calls.stream()
        .filter(
            call ->
                call.answer() instanceof Answer.Unavailable<?>(String message)
                    && message.toLowerCase(Locale.ROOT).contains("too many requests"))
        .count();
  }
}
