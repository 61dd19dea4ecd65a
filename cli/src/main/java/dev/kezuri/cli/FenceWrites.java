// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.cli.fence.Write;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The one writer of this program. Every write is a compare-and-swap; one that loses is made anew
 * from what won, until nothing is left to write.
 */
final class FenceWrites {
  private static final String GROUP = "/apis/kezuri.dev/v1alpha1/";
  private static final String MARK = "/metadata/annotations/kezuri.dev~1ledger";

  /** Against one who writes all the time. */
  private static final int TRIES = 50;

  private final KubernetesClient client;
  private final Config config;
  private final AtomicInteger done = new AtomicInteger();

  FenceWrites(KubernetesClient client, Config config) {
    this.client = client;
    this.config = config;
  }

  /** Returns how many writes the API server said it took. */
  int done() {
    return done.get();
  }

  /** Writes what {@code next} says of the worker ID, until it says nothing. */
  void workerId(WorkerId seen, Function<WorkerId, Optional<Write>> next) {
    String name = seen.getMetadata().getName();
    Optional<WorkerId> now = Optional.of(seen);
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<Write> write = now.flatMap(next);
      if (write.isEmpty()) {
        return;
      }
      now = send(write.get(), WorkerId.class).or(() -> get("workerids/" + name, WorkerId.class));
    }
    throw busy("WorkerId " + name);
  }

  /** Writes what {@code next} says of the generator as it is now, until it says nothing. */
  void generator(GeneratorName name, Function<IdGenerator, Optional<Write>> next) {
    Optional<IdGenerator> now = get(path(name), IdGenerator.class);
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<Write> write = now.flatMap(next);
      if (write.isEmpty()) {
        return;
      }
      now = send(write.get(), IdGenerator.class).or(() -> get(path(name), IdGenerator.class));
    }
    throw busy("IdGenerator " + name);
  }

  private static ClusterException busy(String what) {
    return new ClusterException(
        what + " is written by somebody else all the time: see who, and stop the operator");
  }

  private static String path(GeneratorName name) {
    return "namespaces/" + name.namespace() + "/idgenerators/" + name.name();
  }

  /** Returns the object as it is stored now; empty if somebody else was first. */
  private <T> Optional<T> send(Write write, Class<T> kind) {
    return switch (write) {
      case Write.HoldBack(IdGenerator seen, IdGeneratorStatus status) ->
          put(seen, new IdGenerator(), status).map(kind::cast);
      case Write.Provision(IdGenerator seen, IdGeneratorStatus status) ->
          put(seen, new IdGenerator(), status).map(kind::cast);
      case Write.Raise(WorkerId seen, WorkerIdStatus status) ->
          put(seen, new WorkerId(), status).map(kind::cast);
      case Write.Lift(IdGenerator seen, String uid) -> lift(seen, uid).map(kind::cast);
    };
  }

  private <S, U, T extends CustomResource<S, U>> Optional<T> put(T seen, T copy, U status) {
    copy.setMetadata(new ObjectMetaBuilder(seen.getMetadata()).withManagedFields().build());
    copy.setSpec(seen.getSpec());
    copy.setStatus(status);
    String resource = seen.getPlural() + "/status";
    String namespace = seen.getMetadata().getNamespace();
    String path =
        (namespace == null ? "" : "namespaces/" + namespace + "/")
            + seen.getPlural()
            + "/"
            + seen.getMetadata().getName()
            + "/status";
    try {
      String stored = client.raw(GROUP + path, "PUT", copy);
      // Gone since it was seen: no answer, and nothing to fence.
      Optional<T> now = Optional.ofNullable(stored).map(text -> read(text, seen));
      now.ifPresent(taken -> done.incrementAndGet());
      return now;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() == 404) {
        return Optional.empty();
      }
      throw ClusterErrors.explain(e, config, "update", resource, namespace);
    }
  }

  @SuppressWarnings("unchecked")
  private <T> T read(String text, T like) {
    return (T) client.getKubernetesSerialization().unmarshal(text, like.getClass());
  }

  /** Patches the version that was seen: what a restore has put there since is not lifted. */
  private Optional<IdGenerator> lift(IdGenerator seen, String uid) {
    var metadata = seen.getMetadata();
    boolean bare = metadata.getAnnotations() == null || metadata.getAnnotations().isEmpty();
    List<Map<String, Object>> steps =
        List.of(
            step("test", "/metadata/uid", metadata.getUid()),
            step("test", "/metadata/resourceVersion", metadata.getResourceVersion()),
            bare
                ? step("add", "/metadata/annotations", Map.of(MetadataKeys.ANNOTATION_LEDGER, uid))
                : step("add", MARK, uid));
    try {
      IdGenerator lifted =
          client
              .resources(IdGenerator.class)
              .inNamespace(metadata.getNamespace())
              .withName(metadata.getName())
              .patch(
                  PatchContext.of(PatchType.JSON),
                  client.getKubernetesSerialization().asJson(steps));
      done.incrementAndGet();
      return Optional.of(lifted);
    } catch (KubernetesClientException e) {
      // 422: a test of the patch failed.
      if (e.getCode() == 409 || e.getCode() == 404 || e.getCode() == 422) {
        return Optional.empty();
      }
      throw ClusterErrors.explain(e, config, "patch", "idgenerators", metadata.getNamespace());
    }
  }

  private static Map<String, Object> step(String operation, String path, Object value) {
    return Map.of("op", operation, "path", path, "value", value);
  }

  private <T> Optional<T> get(String path, Class<T> kind) {
    try {
      return Optional.ofNullable(client.raw(GROUP + path))
          .map(text -> client.getKubernetesSerialization().unmarshal(text, kind));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return Optional.empty();
      }
      String resource = path.contains("workerids") ? "workerids" : "idgenerators";
      throw ClusterErrors.explain(e, config, "get", resource, null);
    }
  }
}
