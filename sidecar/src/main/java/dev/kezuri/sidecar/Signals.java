// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT. A shutdown hook would do for the first of them, but the JVM drops a second
 * one while hooks run. {@code sun.misc.Signal} is called by reflection because the compiler warns
 * of it in a way that cannot be answered.
 */
final class Signals {
  private Signals() {}

  /** Calls {@code first} on the first signal and {@code again} on each later one. */
  static void onEnd(Runnable first, Runnable again) {
    AtomicBoolean seen = new AtomicBoolean();
    Runnable onSignal = () -> (seen.getAndSet(true) ? again : first).run();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) -> {
                if (method.getName().equals("handle")) {
                  onSignal.run();
                }
                return null;
              });
      for (String name : new String[] {"TERM", "INT"}) {
        Object named = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime cannot handle signals", e);
    }
  }
}
