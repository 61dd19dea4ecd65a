// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.PatchStep;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the API server answers to the requests of an operator, each at once and by itself. */
final class ServerPort implements ClusterPort {
  private final ApiServer api;
  private final String clusterUid;
  private final Consumer<Event> readers;
  private final Set<String> events = new HashSet<>();

  ServerPort(ApiServer api, String clusterUid, Consumer<Event> readers) {
    this.api = api;
    this.clusterUid = clusterUid;
    this.readers = readers;
  }

  private <T extends HasMetadata> Answer<T> get(Class<T> kind, String name) {
    Optional<T> found = api.get(kind, name);
    return found.isPresent() ? new Answer.Stored<>(found.get()) : new Answer.NotFound<>();
  }

  private static boolean stale(HasMetadata old, HasMetadata changed) {
    ObjectMeta was = old.getMetadata();
    ObjectMeta now = changed.getMetadata();
    return !was.getUid().equals(now.getUid())
        || !was.getResourceVersion().equals(now.getResourceVersion());
  }

  @Override
  public Answer<WorkerId> getWorkerId(String name) {
    return get(WorkerId.class, name);
  }

  @Override
  public Answer<List<WorkerId>> listWorkerIds(String generator) {
    return new Answer.Stored<>(
        api.all(WorkerId.class).stream()
            .filter(found -> found.getSpec().generator().equals(generator))
            .toList());
  }

  @Override
  public Answer<WorkerId> createWorkerId(WorkerId wanted) {
    String name = wanted.getMetadata().getName();
    if (!name.equals(WorkerId.nameOf(wanted.getSpec().generator(), wanted.getSpec().id()))) {
      return new Answer.Invalid<>("the name must be <namespace>.<generator>.<id>");
    }
    if (api.get(WorkerId.class, name).isPresent()) {
      return new Answer.Conflict<>("exists: " + name);
    }
    WorkerId made = api.with(wanted, null);
    made.getMetadata().setCreationTimestamp(api.clock().instant().toString());
    made.getMetadata().setUid("wid-" + name + "-" + made.getMetadata().getResourceVersion());
    return new Answer.Stored<>(api.store(made));
  }

  @Override
  public Answer<WorkerId> putWorkerIdStatus(WorkerId changed) {
    return status(changed, true);
  }

  @Override
  public Answer<WorkerId> tryWorkerIdStatus(WorkerId changed) {
    return status(changed, false);
  }

  private Answer<WorkerId> status(WorkerId changed, boolean write) {
    Optional<WorkerId> old = api.get(WorkerId.class, changed.getMetadata().getName());
    if (old.isEmpty()) {
      return new Answer.NotFound<>();
    }
    if (stale(old.get(), changed)) {
      return new Answer.Conflict<>("the object has been modified");
    }
    Optional<String> refused = api.refusal(old.get(), changed.getStatus());
    if (refused.isPresent()) {
      return new Answer.Invalid<>(refused.get());
    }
    WorkerId next = api.with(old.get(), changed.getStatus());
    return new Answer.Stored<>(write ? api.store(next) : next);
  }

  @Override
  public Answer<WorkerId> removeWorkerId(WorkerId known) {
    Optional<WorkerId> old = api.get(WorkerId.class, known.getMetadata().getName());
    if (old.isEmpty()) {
      return new Answer.NotFound<>();
    }
    if (stale(old.get(), known)) {
      return new Answer.Invalid<>("a test of the patch failed");
    }
    api.remove(old.get());
    return new Answer.Stored<>(old.get());
  }

  @Override
  public Answer<Pod> getPod(String namespace, String name) {
    return get(Pod.class, name);
  }

  @Override
  public Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps) {
    Optional<Pod> old = api.get(Pod.class, name);
    if (old.isEmpty()) {
      return new Answer.NotFound<>();
    }
    Optional<Pod> patched = Patch.of(api, old.get(), steps);
    return patched.isEmpty()
        ? new Answer.Invalid<>("a test of the patch failed")
        : new Answer.Stored<>(api.store(patched.get()));
  }

  @Override
  public Answer<IdGenerator> getGenerator(String namespace, String name) {
    return get(IdGenerator.class, name);
  }

  @Override
  public Answer<IdGenerator> putGeneratorStatus(IdGenerator changed) {
    Optional<IdGenerator> old = api.get(IdGenerator.class, changed.getMetadata().getName());
    if (old.isEmpty()) {
      return new Answer.NotFound<>();
    }
    if (stale(old.get(), changed)) {
      return new Answer.Conflict<>("the object has been modified");
    }
    if (provisioned(changed.getStatus()) < provisioned(old.get().getStatus())) {
      return new Answer.Invalid<>("status.provisioned never goes back");
    }
    return new Answer.Stored<>(
        api.store(api.with(old.get(), old.get().getSpec(), changed.getStatus())));
  }

  private static int provisioned(IdGeneratorStatus status) {
    return status == null || status.provisioned() == null ? -1 : status.provisioned();
  }

  @Override
  public Answer<IdGenerator> patchGenerator(String namespace, String name, List<PatchStep> steps) {
    Optional<IdGenerator> old = api.get(IdGenerator.class, name);
    if (old.isEmpty()) {
      return new Answer.NotFound<>();
    }
    Optional<IdGenerator> patched = Patch.of(api, old.get(), steps);
    return patched.isEmpty()
        ? new Answer.Invalid<>("a test of the patch failed")
        : new Answer.Stored<>(api.store(patched.get()));
  }

  @Override
  public Answer<Event> createEvent(Event event) {
    if (!events.add(event.getMetadata().getName())) {
      return new Answer.Conflict<>("exists");
    }
    readers.accept(event);
    return new Answer.Stored<>(event);
  }

  @Override
  public Answer<Long> serverTimeMs() {
    return new Answer.Stored<>(api.clock().millis() / 1000 * 1000);
  }

  @Override
  public Answer<String> clusterUid() {
    return new Answer.Stored<>(clusterUid);
  }
}
