// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/**
 * Ties the loop to the framework: what wakes it, and when it wakes by itself. All writes, that of
 * the status included, are the loop's own; the framework's would be forced and lose no race.
 */
@ControllerConfiguration(name = "idgenerator")
public final class IdGeneratorReconciler implements Reconciler<IdGenerator> {
  private final InformerView view;
  private final IdGeneratorLoop loop;

  /** Reconciles by {@code loop}, which must look through {@code view}. */
  public IdGeneratorReconciler(InformerView view, IdGeneratorLoop loop) {
    this.view = view;
    this.loop = loop;
  }

  @Override
  public List<EventSource<?, IdGenerator>> prepareEventSources(
      EventSourceContext<IdGenerator> context) {
    return view.open(context);
  }

  @Override
  public UpdateControl<IdGenerator> reconcile(IdGenerator generator, Context<IdGenerator> context) {
    return UpdateControl.<IdGenerator>noUpdate().rescheduleAfter(loop.turn(generator));
  }
}
