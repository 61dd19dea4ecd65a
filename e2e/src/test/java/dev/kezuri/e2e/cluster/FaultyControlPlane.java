// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.local.controlplane.RealControlPlane;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link RealControlPlane} that they may kill, freeze and overload: one a JVM, made
 * when the first of them asks, set up as {@link SharedControlPlane}'s. Each leaves it in health.
 */
public final class FaultyControlPlane implements ParameterResolver {
  private record Running(RealControlPlane plane) implements AutoCloseable {
    @Override
    public void close() {
      plane.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RealControlPlane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(FaultyControlPlane.class))
        .computeIfAbsent(
            Running.class, key -> new Running(SharedControlPlane.startPlane()), Running.class)
        .plane();
  }
}
