// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.lease.Resignation;
import dev.kezuri.operator.idgenerator.ClusterView;
import dev.kezuri.operator.idgenerator.IdGeneratorLoop;
import dev.kezuri.operator.idgenerator.LastWords;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One operator: the real loop on the real plan, the real writes and the real memory of last words;
 * in place of the framework what wakes it, and in place of its informers simulated ones.
 */
final class Operator implements ClusterView {
  /** What the loop waits for while nothing is due, and while something holds it back. */
  private static final Set<Long> JUST_IN_CASE_MS =
      Set.of(
          Duration.ofMinutes(10).toMillis(),
          Duration.ofSeconds(30).toMillis(),
          Duration.ofSeconds(10).toMillis());

  private final World world;
  private final Dice dice;
  private final String name;
  private final MachineClock clock;
  private final Link link;
  private IdGeneratorLoop loop;
  private LastWords lastWords;
  private Informer<Pod> pods;
  private Informer<WorkerId> workerIds;
  private Informer<IdGenerator> generators;
  private Coroutine working;
  private boolean up;
  private boolean again;
  private long wakeAtMs = Long.MAX_VALUE;
  private long retryMs;
  private long nextLookMs;

  Operator(World world, String name) {
    this.world = world;
    this.name = name;
    this.dice = world.dice().of(name);
    this.clock = new MachineClock(world.agenda());
    this.link = new Link(world, dice.of("link"), world.server());
  }

  MachineClock clock() {
    return clock;
  }

  Link link() {
    return link;
  }

  boolean isUp() {
    return up;
  }

  List<Informer<?>> informers() {
    return up ? List.of(pods, workerIds, generators) : List.of();
  }

  /** A new process: it remembers nothing. */
  void start() {
    if (up || world.operatorsStopped()) {
      return;
    }
    world.trace(() -> name + " starts");
    up = true;
    retryMs = 0;
    lastWords = new LastWords();
    pods = informer(Pod.class);
    workerIds = informer(WorkerId.class);
    generators = informer(IdGenerator.class);
    loop =
        new IdGeneratorLoop(
            link, this, clock, Runnable::run, Duration.ofHours(1), new CompositeMeterRegistry());
    IdGeneratorLoop mine = loop;
    for (Informer<?> informer : informers()) {
      world.agenda().after(dice.between(5, 500), () -> list(informer, mine));
    }
    sweepLater(mine);
    wake(dice.between(500, 3_000));
  }

  private void list(Informer<?> informer, IdGeneratorLoop mine) {
    if (mine != loop || !up) {
      return;
    }
    if (link.isCut()) {
      world.agenda().after(1_000, () -> list(informer, mine));
    } else {
      informer.list(world.api().snapshot());
      wake(5);
    }
  }

  private <T extends HasMetadata> Informer<T> informer(Class<T> kind) {
    return new Informer<>(
        world.api(),
        dice.of(kind.getSimpleName()),
        kind,
        any -> true,
        new Informer.Listener<>() {
          @Override
          public void changed(T before, T after) {
            // Two that see different clocks write summaries against each other, as fast as they
            // hear of it: an election keeps that short, and here it may as well be slow.
            boolean ofTwo = kind == IdGenerator.class && before != null && world.twoOperators();
            wake(ofTwo ? dice.span(1_000, world.lateLookMs()) : dice.between(1, 20));
          }

          @Override
          public void gone(T last, boolean missed) {
            if (last instanceof Pod pod) {
              lastWords.hear(pod, missed);
            }
            wake(dice.between(1, 20));
          }
        });
  }

  /** Kill -9. */
  void die() {
    if (!up) {
      return;
    }
    world.trace(() -> name + " dies");
    end();
  }

  /** Leaves no code of it that waits: its thread would keep the world in memory for ever. */
  void end() {
    up = false;
    List.of(pods, workerIds, generators).forEach(Informer::close);
    link.senderDied();
    if (working != null) {
      Coroutine ended = working;
      working = null;
      ended.kill();
    }
    wakeAtMs = Long.MAX_VALUE;
    again = false;
  }

  private void sweepLater(IdGeneratorLoop mine) {
    world.agenda().after(world.sweepEveryMs(), () -> sweep(mine));
  }

  private void sweep(IdGeneratorLoop mine) {
    if (mine != loop || !up) {
      return;
    }
    if (working == null && synced()) {
      work(() -> sweepNow(mine));
    }
    sweepLater(mine);
  }

  private void sweepNow(IdGeneratorLoop mine) {
    try {
      mine.sweep();
    } catch (IllegalStateException e) {
      // As the sweeper does it: the next one looks afresh.
      world.trace(() -> name + " has not finished a sweep");
    }
  }

  private boolean synced() {
    return pods.filled() && workerIds.filled() && generators.filled();
  }

  private void wake(long inMs) {
    long atMs = world.nowMs() + inMs;
    if (up && working == null && atMs < wakeAtMs) {
      wakeAtMs = atMs;
      world.agenda().at(atMs, () -> woken(atMs));
    } else if (up && working != null) {
      again = true;
    }
  }

  private void woken(long atMs) {
    if (!up || atMs != wakeAtMs) {
      return;
    }
    wakeAtMs = Long.MAX_VALUE;
    Optional<IdGenerator> generator = generator(World.GENERATOR);
    if (generator.isEmpty() || !synced()) {
      return;
    }
    work(() -> turn(generator.get()));
  }

  private void turn(IdGenerator generator) {
    long nextMs;
    try {
      nextMs = loop.turn(generator).toMillis();
      retryMs = 0;
    } catch (IllegalStateException e) {
      // What the framework does with a turn that failed.
      retryMs = Math.min(30_000, Math.max(500, retryMs * 3 / 2));
      nextMs = retryMs;
    }
    if (JUST_IN_CASE_MS.contains(nextMs)) {
      // Nothing is due: the look that is made just in case may as well be late.
      nextMs = dice.span(nextMs, Math.max(nextMs + 1, world.lateLookMs()));
    }
    nextLookMs = nextMs;
    long again = nextMs;
    world.trace(() -> name + " has made a turn, the next in " + again + " ms at the latest");
  }

  private void work(Runnable code) {
    Coroutine made = new Coroutine();
    working = made;
    link.calledBy(made);
    nextLookMs = Duration.ofMinutes(10).toMillis();
    made.start(
        () -> {
          code.run();
          if (working == made) {
            working = null;
            wake(again ? dice.between(1, 10) : nextLookMs);
            again = false;
          }
        });
  }

  @Override
  public List<Pod> pods(String generator) {
    return new ArrayList<>(pods.all());
  }

  @Override
  public List<WorkerId> workerIds(String generator) {
    return new ArrayList<>(workerIds.all());
  }

  @Override
  public Optional<IdGenerator> generator(String generator) {
    return Optional.ofNullable(
        generators.get(ApiServer.key(IdGenerator.class, World.GENERATOR_NAME)));
  }

  @Override
  public Set<String> generators() {
    Set<String> names = new TreeSet<>();
    workerIds.all().forEach(object -> names.add(object.getSpec().generator()));
    return names;
  }

  @Override
  public Set<String> generatorsOfPods() {
    Set<String> names = new TreeSet<>();
    pods.all()
        .forEach(
            pod ->
                names.add(
                    World.NAMESPACE
                        + "/"
                        + pod.getMetadata().getLabels().get(MetadataKeys.LABEL_GENERATOR)));
    return names;
  }

  @Override
  public Map<String, List<Resignation>> lastWords(Set<String> podUids) {
    return lastWords.of(podUids);
  }
}
