// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Set;

/** Has a turn made for every IdGenerator: what a replica that begins to lead has to catch up on. */
final class WakeUp extends AbstractEventSource<Void, IdGenerator> {
  private final IndexerResourceCache<IdGenerator> generators;

  WakeUp(IndexerResourceCache<IdGenerator> generators) {
    super(Void.class, "leadership");
    this.generators = generators;
  }

  void all() {
    generators
        .list(any -> true)
        .map(ResourceID::fromResource)
        .forEach(id -> getEventHandler().handleEvent(new Event(id)));
  }

  @Override
  public Set<Void> getSecondaryResources(IdGenerator primary) {
    return Set.of();
  }
}
