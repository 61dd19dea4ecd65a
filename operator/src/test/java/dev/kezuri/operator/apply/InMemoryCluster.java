// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A cluster of three maps: resourceVersions count up, a stale PUT conflicts, a failing JSON Patch
 * test is invalid, and the ledger's rules hold. Every write is noted in {@link #writes}.
 */
public class InMemoryCluster implements ClusterPort {
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, HasMetadata> objects = new TreeMap<>();
  private final List<String> writes = new ArrayList<>();
  private long version;
  private long nowMs;
  private boolean guarded = true;

  /** The writes that were stored, in order, such as {@code "put workerids/shop.orders.1"}. */
  public synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** Sets the server's clock. */
  public synchronized void now(long nowMs) {
    this.nowMs = nowMs;
  }

  /** Takes the ledger's rules away, as a CRD without them does. */
  public synchronized void unguard() {
    guarded = false;
  }

  /** Puts the ledger's rules back. */
  public synchronized void guard() {
    guarded = true;
  }

  /** Stores {@code object} as another writer would, with UID and resourceVersion. */
  public synchronized <T extends HasMetadata> T put(T object) {
    T stored = Serialization.clone(object);
    if (stored.getMetadata().getUid() == null) {
      String unlikeAnyBefore = key(stored) + " " + version;
      stored
          .getMetadata()
          .setUid(UUID.nameUUIDFromBytes(unlikeAnyBefore.getBytes(UTF_8)).toString());
    }
    if (stored.getMetadata().getCreationTimestamp() == null) {
      stored.getMetadata().setCreationTimestamp(Instant.ofEpochMilli(nowMs).toString());
    }
    stored.getMetadata().setResourceVersion(Long.toString(++version));
    objects.put(key(stored), stored);
    return Serialization.clone(stored);
  }

  /** Deletes as the API server does at the end of a grace period. */
  public synchronized void delete(HasMetadata object) {
    objects.remove(key(object));
  }

  /** Returns all objects of a kind, by name. */
  public synchronized <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.values().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .map(Serialization::clone)
        .toList();
  }

  private static String key(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return key(object.getClass(), namespace, object.getMetadata().getName());
  }

  private static String key(Class<?> kind, String namespace, String name) {
    String plural = kind.getSimpleName().toLowerCase(java.util.Locale.ROOT) + "s";
    return plural + "/" + (namespace == null ? "" : namespace + "/") + name;
  }

  private synchronized <T extends HasMetadata> Answer<T> get(
      Class<T> kind, String namespace, String name) {
    HasMetadata found = objects.get(key(kind, namespace, name));
    return found == null
        ? new Answer.NotFound<>()
        : new Answer.Stored<>(Serialization.clone(kind.cast(found)));
  }

  private <T extends HasMetadata> Answer<T> store(String verb, T object) {
    T stored = put(object);
    writes.add(verb + " " + key(object));
    return new Answer.Stored<>(stored);
  }

  @Override
  public Answer<WorkerId> getWorkerId(String name) {
    return get(WorkerId.class, null, name);
  }

  @Override
  public synchronized Answer<List<WorkerId>> listWorkerIds(String generator) {
    return new Answer.Stored<>(
        all(WorkerId.class).stream()
            .filter(found -> found.getSpec().generator().equals(generator))
            .toList());
  }

  @Override
  public synchronized Answer<WorkerId> createWorkerId(WorkerId wanted) {
    String name = wanted.getMetadata().getName();
    if (!name.equals(WorkerId.nameOf(wanted.getSpec().generator(), wanted.getSpec().id()))) {
      return new Answer.Invalid<>("the name must be <namespace>.<generator>.<id>");
    }
    if (objects.containsKey(key(wanted))) {
      return new Answer.Conflict<>("exists: " + name);
    }
    WorkerId bare = Serialization.clone(wanted);
    bare.setStatus(null);
    return store("create", bare);
  }

  @Override
  public synchronized Answer<WorkerId> putWorkerIdStatus(WorkerId changed) {
    return status(changed, true);
  }

  @Override
  public synchronized Answer<WorkerId> tryWorkerIdStatus(WorkerId changed) {
    return status(changed, false);
  }

  private Answer<WorkerId> status(WorkerId changed, boolean write) {
    if (!(get(WorkerId.class, null, changed.getMetadata().getName())
        instanceof Answer.Stored<WorkerId>(WorkerId old))) {
      return new Answer.NotFound<>();
    }
    if (stale(old, changed)) {
      return new Answer.Conflict<>("the object has been modified");
    }
    WorkerIdStatus next = changed.getStatus();
    Optional<String> broken = LedgerRules.broken(old.getStatus(), next);
    if (guarded && broken.isPresent()) {
      return new Answer.Invalid<>(broken.get());
    }
    old.setStatus(next);
    return write ? store("put", old) : new Answer.Stored<>(old);
  }

  private static boolean stale(HasMetadata old, HasMetadata changed) {
    String named = changed.getMetadata().getResourceVersion();
    if (named == null) {
      throw new IllegalArgumentException("a compare-and-swap needs a resourceVersion");
    }
    return !old.getMetadata().getResourceVersion().equals(named);
  }

  @Override
  public synchronized Answer<WorkerId> removeWorkerId(WorkerId known) {
    Answer<WorkerId> found = getWorkerId(known.getMetadata().getName());
    if (found instanceof Answer.Stored<WorkerId>(WorkerId old)) {
      if (stale(old, known)) {
        return new Answer.Invalid<>("test failed");
      }
      delete(old);
      writes.add("remove " + key(old));
    }
    return found;
  }

  @Override
  public Answer<Pod> getPod(String namespace, String name) {
    return get(Pod.class, namespace, name);
  }

  @Override
  public synchronized Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps) {
    return patch(Pod.class, namespace, name, steps);
  }

  @Override
  public Answer<IdGenerator> getGenerator(String namespace, String name) {
    return get(IdGenerator.class, namespace, name);
  }

  @Override
  public synchronized Answer<IdGenerator> putGeneratorStatus(IdGenerator changed) {
    var metadata = changed.getMetadata();
    if (!(get(IdGenerator.class, metadata.getNamespace(), metadata.getName())
        instanceof Answer.Stored<IdGenerator>(IdGenerator old))) {
      return new Answer.NotFound<>();
    }
    if (stale(old, changed)) {
      return new Answer.Conflict<>("the object has been modified");
    }
    old.setStatus(changed.getStatus());
    return store("put", old);
  }

  @Override
  public synchronized Answer<IdGenerator> patchGenerator(
      String namespace, String name, List<PatchStep> steps) {
    return patch(IdGenerator.class, namespace, name, steps);
  }

  private <T extends HasMetadata> Answer<T> patch(
      Class<T> kind, String namespace, String name, List<PatchStep> steps) {
    if (!(get(kind, namespace, name) instanceof Answer.Stored<T>(T old))) {
      return new Answer.NotFound<>();
    }
    try {
      JsonNode ops = json.valueToTree(steps);
      JsonNode patched = JsonPatch.apply(ops, json.readTree(Serialization.asJson(old)));
      return store("patch", Serialization.unmarshal(json.writeValueAsString(patched), kind));
    } catch (JsonPatchException e) {
      return new Answer.Invalid<>(e.getMessage());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized Answer<Event> createEvent(Event event) {
    if (objects.containsKey(key(event))) {
      return new Answer.Conflict<>("exists");
    }
    return store("event", event);
  }

  @Override
  public synchronized Answer<Long> serverTimeMs() {
    return new Answer.Stored<>(nowMs);
  }

  @Override
  public Answer<String> clusterUid() {
    return new Answer.Stored<>("11111111-0000-0000-0000-" + MetadataKeys.VERSION);
  }
}
