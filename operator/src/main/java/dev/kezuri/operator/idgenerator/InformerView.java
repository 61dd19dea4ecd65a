// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The framework's informers as a view; their events wake the reconciler. */
public final class InformerView implements ClusterView {
  private static final String BY_GENERATOR = "generator";

  private final LastWords lastWords = new LastWords();
  private InformerEventSource<Pod, IdGenerator> pods;
  private InformerEventSource<WorkerId, IdGenerator> workerIds;
  private IndexerResourceCache<IdGenerator> generators;

  /** A view that sees nothing until it is opened. */
  public InformerView() {}

  List<EventSource<?, IdGenerator>> open(EventSourceContext<IdGenerator> context) {
    generators = context.getPrimaryCache();
    pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, IdGenerator.class)
                .withName("pods")
                .withLabelSelector(MetadataKeys.LABEL_GENERATOR)
                .withWatchAllNamespaces()
                .withItemStore(new LeanPods())
                .withSecondaryToPrimaryMapper(pod -> Set.of(id(generatorOf(pod))))
                .build(),
            context) {
          @Override
          public synchronized void onDelete(Pod gone, boolean finalStateUnknown) {
            // Heard before anybody is woken by it.
            lastWords.hear(gone, finalStateUnknown);
            super.onDelete(gone, finalStateUnknown);
          }
        };
    pods.addIndexers(Map.of(BY_GENERATOR, pod -> List.of(generatorOf(pod))));
    workerIds =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(WorkerId.class, IdGenerator.class)
                .withName("workerids")
                .withWatchAllNamespaces()
                .withSecondaryToPrimaryMapper(w -> Set.of(id(w.getSpec().generator())))
                .build(),
            context);
    workerIds.addIndexers(Map.of(BY_GENERATOR, w -> List.of(w.getSpec().generator())));
    return List.of(pods, workerIds);
  }

  private static String generatorOf(Pod pod) {
    return pod.getMetadata().getNamespace()
        + "/"
        + pod.getMetadata().getLabels().get(MetadataKeys.LABEL_GENERATOR);
  }

  private static ResourceID id(String generator) {
    int slash = generator.indexOf('/');
    return new ResourceID(generator.substring(slash + 1), generator.substring(0, slash));
  }

  @Override
  public List<Pod> pods(String generator) {
    return pods.byIndex(BY_GENERATOR, generator);
  }

  @Override
  public List<WorkerId> workerIds(String generator) {
    return workerIds.byIndex(BY_GENERATOR, generator);
  }

  @Override
  public Optional<IdGenerator> generator(String generator) {
    return generators.get(id(generator));
  }

  @Override
  public Set<String> generators() {
    return workerIds
        .list(any -> true)
        .map(object -> object.getSpec().generator())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> generatorsOfPods() {
    return pods.list(any -> true).map(InformerView::generatorOf).collect(Collectors.toSet());
  }

  @Override
  public Map<String, List<Resignation>> lastWords(Set<String> podUids) {
    return lastWords.of(podUids);
  }
}
