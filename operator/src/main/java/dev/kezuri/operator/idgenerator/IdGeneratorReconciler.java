// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Ties the loop to the framework: what wakes it, and when it wakes by itself. All writes, that of
 * the status included, are the loop's own; the framework's would be forced and lose no race. The
 * caches of a replica that does not lead are as full as the leader's, and it makes no turns.
 */
@ControllerConfiguration(name = "idgenerator")
public final class IdGeneratorReconciler implements Reconciler<IdGenerator> {
  private final InformerView view;
  private final IdGeneratorLoop loop;
  private final Turns turns;
  private WakeUp wakeUp;

  /** Reconciles by {@code loop}, which must look through {@code view}, as {@code turns} allows. */
  public IdGeneratorReconciler(InformerView view, IdGeneratorLoop loop, Turns turns) {
    this.view = view;
    this.loop = loop;
    this.turns = turns;
  }

  @Override
  public List<EventSource<?, IdGenerator>> prepareEventSources(
      EventSourceContext<IdGenerator> context) {
    List<EventSource<?, IdGenerator>> sources = new ArrayList<>(view.open(context));
    wakeUp = new WakeUp(context.getPrimaryCache());
    sources.add(wakeUp);
    return sources;
  }

  @Override
  public UpdateControl<IdGenerator> reconcile(IdGenerator generator, Context<IdGenerator> context) {
    return turns
        .take(generator.ledgerName(), () -> loop.turn(generator))
        .map(look -> UpdateControl.<IdGenerator>noUpdate().rescheduleAfter(look))
        .orElseGet(UpdateControl::noUpdate);
  }

  /** Has a turn made for every IdGenerator. */
  public void wake() {
    wakeUp.all();
  }
}
