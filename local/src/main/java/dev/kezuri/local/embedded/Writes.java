// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Creates and changes objects as the API server does: compared and swapped, checked, versioned. */
final class Writes {
  private static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try again";
  private static final List<String> KEPT =
      List.of(
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "namespace",
          "name",
          "resourceVersion");

  private final ObjectStore store;
  private final CustomKinds kinds;
  private final InstantSource clock;

  Writes(ObjectStore store, CustomKinds kinds, InstantSource clock) {
    this.store = store;
    this.kinds = kinds;
    this.clock = clock;
  }

  /** Makes an object of {@code path}'s collection. */
  ObjectNode create(RequestPath collection, ObjectNode wanted) {
    ObjectNode object = wanted.deepCopy();
    ObjectNode metadata = Json.metadata(object);
    Optional<CustomKinds.CustomKind> custom = kinds.find(collection.kind());
    if (metadata.path("name").asText("").isEmpty() && metadata.hasNonNull("generateName")) {
      String random = UUID.randomUUID().toString().substring(0, 5);
      metadata.put("name", metadata.get("generateName").asText() + random);
    }
    String name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      throw ApiError.unprocessable("metadata.name: Required value: name or generateName");
    }
    RequestPath path = collection.named(collection.namespace(), name);
    inNamespace(path, metadata);
    if (store.get(path.key()).isPresent()) {
      throw ApiError.exists(path);
    }
    metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"));
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", nowText());
    metadata.put("generation", 1);
    metadata.remove("resourceVersion");
    object.put("apiVersion", path.kind().apiVersion());
    object.remove("status");
    if (path.kind().equals(ResourceKind.PODS)) {
      PodDefaults.complete(object);
    } else if (path.kind().equals(ResourceKind.NAMESPACES)) {
      object.putObject("status").put("phase", "Active");
    }
    check(path, null, object, custom);
    if (!path.dryRun()) {
      if (path.kind().equals(ResourceKind.CRDS)) {
        kinds.learn(object);
      }
      store.put(path.key(), object);
    }
    return object;
  }

  private void inNamespace(RequestPath path, ObjectNode metadata) {
    String said = metadata.path("namespace").asText("");
    if (!said.isEmpty() && !said.equals(path.namespace())) {
      throw ApiError.badRequest("the namespace of the object does not match the one of the URL");
    }
    if (!path.namespace().isEmpty()) {
      metadata.put("namespace", path.namespace());
      ObjectKey key = new ObjectKey(ResourceKind.NAMESPACES, "", path.namespace());
      if (store.get(key).isEmpty()) {
        throw ApiError.notFound(
            new RequestPath(ResourceKind.NAMESPACES, "", path.namespace(), "", path.query()));
      }
    }
  }

  /** Replaces an object, or its status, by {@code wanted}. */
  ObjectNode replace(RequestPath path, ObjectNode wanted) {
    if (path.kind().custom() && Json.meta(wanted, "resourceVersion").isEmpty()) {
      throw ApiError.invalid(
          path,
          wanted.path("kind").asText(),
          "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
    }
    return change(path, wanted);
  }

  /** Applies a patch to an object or its status; an applied configuration may be a new object. */
  ObjectNode patch(RequestPath path, String type, String patch) {
    Optional<ObjectNode> current = store.get(path.key());
    if (current.isEmpty() && type.equals(Patches.APPLY) && path.subresource().isEmpty()) {
      return create(path, Json.readObject(patch));
    }
    return change(
        path, Patches.apply(type, patch, current.orElseThrow(() -> ApiError.notFound(path))));
  }

  /** As {@link #replace}, without asking for a resourceVersion. */
  ObjectNode change(RequestPath path, ObjectNode wanted) {
    Optional<CustomKinds.CustomKind> custom = kinds.find(path.kind());
    ObjectNode current = store.get(path.key()).orElseThrow(() -> ApiError.notFound(path));
    samePlace(path, current, wanted);
    ObjectNode object = path.status() ? current.deepCopy() : wanted.deepCopy();
    if (path.status()) {
      Json.copyField(wanted, object, "status");
      if (!path.kind().custom()) {
        Json.metadata(object).setAll((ObjectNode) wanted.path("metadata").deepCopy());
      }
    } else {
      Json.copyField(current, object, "status");
    }
    KEPT.forEach(field -> Json.copyField(current.get("metadata"), Json.metadata(object), field));
    Json.metadata(object).remove("managedFields");
    object.set("apiVersion", current.get("apiVersion"));
    object.set("kind", current.get("kind"));
    check(path, current, object, custom);
    if (object.equals(current)) {
      return current;
    }
    if (!withoutMeta(object).equals(withoutMeta(current))) {
      Json.metadata(object)
          .put("generation", current.path("metadata").path("generation").asLong() + 1);
    }
    if (!path.dryRun()) {
      store(path, object);
    }
    return object;
  }

  private void store(RequestPath path, ObjectNode object) {
    if (path.kind().equals(ResourceKind.CRDS)) {
      kinds.learn(object);
    }
    store.put(path.key(), object);
    JsonNode metadata = object.path("metadata");
    if (Json.terminating(object)
        && metadata.path("finalizers").isEmpty()
        && metadata.path("deletionGracePeriodSeconds").asLong(0) == 0) {
      store.remove(path.key());
    }
  }

  private static void samePlace(RequestPath path, ObjectNode current, ObjectNode wanted) {
    String name = Json.meta(wanted, "name");
    if (!name.isEmpty() && !name.equals(path.name())) {
      throw ApiError.badRequest("the name of the object does not match the one of the URL");
    }
    String uid = Json.meta(wanted, "uid");
    String itsUid = Json.meta(current, "uid");
    if (!uid.isEmpty() && !uid.equals(itsUid)) {
      throw ApiError.conflict(
          path,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, itsUid));
    }
    String version = Json.meta(wanted, "resourceVersion");
    if (!version.isEmpty() && !version.equals(Json.meta(current, "resourceVersion"))) {
      throw ApiError.conflict(path, MODIFIED);
    }
  }

  private static void check(
      RequestPath path,
      ObjectNode before,
      ObjectNode after,
      Optional<CustomKinds.CustomKind> custom) {
    List<String> broken = new ArrayList<>();
    custom.ifPresent(
        kind -> {
          kind.schema().complete(after);
          broken.addAll(kind.schema().defects(after));
        });
    if (broken.isEmpty()) {
      broken.addAll(WriteRules.of(path.kind()).broken(before, after));
    }
    if (!broken.isEmpty()) {
      throw ApiError.invalid(path, after.path("kind").asText(), String.join(", ", broken));
    }
  }

  private static ObjectNode withoutMeta(ObjectNode object) {
    ObjectNode bare = object.deepCopy();
    bare.remove(List.of("metadata", "status"));
    return bare;
  }

  String nowText() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String laterText(long seconds) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds).toString();
  }
}
