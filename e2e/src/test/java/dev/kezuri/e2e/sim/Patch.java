// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.operator.apply.PatchStep;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON Patch, as far as the operator sends such: all of it, or nothing if a test fails. */
final class Patch {
  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String GATES = "/spec/schedulingGates/";

  private final ObjectMeta metadata;
  private final List<PodSchedulingGate> gates;
  private final String version;

  private Patch(ObjectMeta metadata, String version, List<PodSchedulingGate> gates) {
    this.metadata = metadata;
    this.version = version;
    this.gates = new ArrayList<>(gates);
  }

  static Optional<Pod> of(ApiServer api, Pod old, List<PatchStep> steps) {
    Pod next = api.copy(old);
    Patch patch = of(old, next, old.getSpec().getSchedulingGates());
    if (!patch.apply(steps)) {
      return Optional.empty();
    }
    if (!patch.gates.equals(old.getSpec().getSchedulingGates())) {
      next.setSpec(new PodSpecBuilder(old.getSpec()).withSchedulingGates(patch.gates).build());
    }
    return Optional.of(next);
  }

  static Optional<IdGenerator> of(ApiServer api, IdGenerator old, List<PatchStep> steps) {
    IdGenerator next = api.with(old, old.getSpec(), old.getStatus());
    return of(old, next, List.of()).apply(steps) ? Optional.of(next) : Optional.empty();
  }

  private static Patch of(HasMetadata old, HasMetadata next, List<PodSchedulingGate> gates) {
    return new Patch(next.getMetadata(), old.getMetadata().getResourceVersion(), gates);
  }

  private boolean apply(List<PatchStep> steps) {
    for (PatchStep step : steps) {
      boolean done =
          switch (step.op()) {
            case "test" -> Objects.equals(value(step.path()), step.value());
            case "add", "replace" -> add(step.path(), step.value());
            case "remove" -> gates.remove(index(step.path())) != null;
            default -> throw unknown(step.path());
          };
      if (!done) {
        return false;
      }
    }
    return true;
  }

  private Object value(String path) {
    if (path.startsWith(GATES)) {
      int at = index(path.substring(0, path.length() - "/name".length()));
      return at < gates.size() ? gates.get(at).getName() : null;
    }
    if (path.startsWith(ANNOTATIONS + "/")) {
      return annotations().get(annotation(path));
    }
    return switch (path) {
      case "/metadata/uid" -> metadata.getUid();
      case "/metadata/resourceVersion" -> version;
      default -> throw unknown(path);
    };
  }

  private boolean add(String path, Object value) {
    Map<String, String> all = new TreeMap<>(annotations());
    if (path.equals(ANNOTATIONS)) {
      all.clear();
      ((Map<?, ?>) value).forEach((key, text) -> all.put((String) key, (String) text));
    } else if (metadata.getAnnotations() == null || metadata.getAnnotations().isEmpty()) {
      return false;
    } else {
      all.put(annotation(path), (String) value);
    }
    metadata.setAnnotations(all);
    return true;
  }

  private Map<String, String> annotations() {
    return metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
  }

  private static String annotation(String path) {
    if (!path.startsWith(ANNOTATIONS + "/")) {
      throw unknown(path);
    }
    return path.substring(ANNOTATIONS.length() + 1).replace("~1", "/").replace("~0", "~");
  }

  private static int index(String path) {
    if (!path.startsWith(GATES)) {
      throw unknown(path);
    }
    return Integer.parseInt(path.substring(GATES.length()));
  }

  private static IllegalArgumentException unknown(String path) {
    return new IllegalArgumentException("not known to the simulated API server: " + path);
  }
}
