// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.inject.Addition;
import dev.kezuri.api.inject.InjectionException;
import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.api.v1alpha1.IdGenerator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The injection into manifests: the pod templates with the label get what pods get in the API
 * server, and everything else is as it was.
 */
public final class ManifestInjection {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Supplier<String> defaultNamespace;
  private final Map<String, IdGenerator> known = new HashMap<>();
  private final Map<String, String> namespaces = new HashMap<>();
  private final List<Manifest> manifests = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Where IdGenerators come from that no file has. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns the IdGenerator.
     *
     * @param object what needs it, for errors
     */
    IdGenerator get(String object, String namespace, String name);
  }

  /** Begins one; {@code defaultNamespace} is that of objects that name none. */
  public ManifestInjection(Supplier<String> defaultNamespace) {
    this.defaultNamespace =
        () -> namespaces.computeIfAbsent("default", key -> defaultNamespace.get());
  }

  /**
   * Takes the IdGenerators of a file, and nothing else.
   *
   * @throws ManifestException if it cannot be read, or has none
   */
  public void addGenerators(String name, String text) {
    int before = known.size();
    Manifest.read(name, text).documents().forEach(this::learn);
    if (known.size() == before) {
      throw new ManifestException(name + " has no IdGenerator");
    }
  }

  /**
   * Takes a file to inject into; the IdGenerators in it are for all files.
   *
   * @throws ManifestException if it cannot be read
   */
  public void add(String name, String text) {
    Manifest manifest = Manifest.read(name, text);
    manifest.documents().forEach(this::learn);
    manifests.add(manifest);
  }

  /** Returns whether all that was added was JSON. */
  public boolean isJson() {
    return manifests.stream().allMatch(Manifest::isJson);
  }

  /**
   * Injects into all that was added.
   *
   * @throws ManifestException if an object cannot be injected into
   */
  public void inject(Source source) {
    for (Manifest manifest : manifests) {
      for (Document document : manifest.documents()) {
        for (Node object : document.objects()) {
          if (inject(object, source)) {
            document.changed();
          }
        }
      }
    }
  }

  private boolean inject(Node object, Source source) {
    Optional<Template> template = Template.in(object, ObjectName.kindOf(object));
    if (template.isEmpty()) {
      warnOfTemplate(object);
      return false;
    }
    ObjectName name = ObjectName.of(object, defaultNamespace);
    try {
      Optional<String> label = template.get().generator();
      if (label.isEmpty()) {
        warnOfLabel(object, name);
        return false;
      }
      IdGenerator generator = known.get(name.namespace() + "/" + label.get());
      if (generator == null) {
        generator = source.get(name.toString(), name.namespace(), label.get());
        known.put(name.namespace() + "/" + label.get(), generator);
      }
      List<Addition> additions = SidecarInjection.additions(template.get().pod(), generator);
      additions.forEach(template.get()::add);
      return !additions.isEmpty();
    } catch (InjectionException | ManifestException e) {
      throw new ManifestException(name + ": " + e.getMessage(), e);
    }
  }

  private void warnOfTemplate(Node object) {
    Template.labelledIn(object)
        .ifPresent(
            path ->
                warnings.add(
                    ObjectName.of(object, defaultNamespace)
                        + " has the label "
                        + MetadataKeys.LABEL_GENERATOR
                        + " at "
                        + path
                        + ", where no pod template is known to be: it stays as it is"));
  }

  private void warnOfLabel(Node object, ObjectName name) {
    Nodes.get(object, "metadata")
        .flatMap(metadata -> Nodes.get(metadata, "labels"))
        .flatMap(labels -> Nodes.get(labels, MetadataKeys.LABEL_GENERATOR))
        .ifPresent(
            label ->
                warnings.add(
                    name
                        + " has the label "
                        + MetadataKeys.LABEL_GENERATOR
                        + " on itself and not on its pod template: its pods get no worker ID"));
  }

  private void learn(Document document) {
    for (Node object : document.objects()) {
      ObjectName name = ObjectName.of(object, () -> "");
      if (name.kind().equals("IdGenerator") && name.group().equals(MetadataKeys.GROUP)) {
        name = ObjectName.of(object, defaultNamespace);
        try {
          known.put(
              name.namespace() + "/" + name.name(),
              MAPPER.treeToValue(NodeJson.of(object), IdGenerator.class));
        } catch (JsonProcessingException e) {
          throw new ManifestException(
              name + ": " + e.getOriginalMessage().lines().findFirst().orElse("unreadable"), e);
        }
      }
    }
  }

  /** Returns what people should know, one line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns all that was added, injected, as YAML. */
  public String yaml() {
    StringBuilder all = new StringBuilder();
    for (Manifest manifest : manifests) {
      for (Document document : manifest.documents()) {
        String text = document.yaml();
        boolean joins = all.isEmpty() || text.startsWith("---") || text.isEmpty();
        all.append(joins ? "" : "---\n").append(text);
      }
    }
    return all.toString();
  }

  /** Returns all that was added, injected, as JSON objects one after the other. */
  public String json() {
    return manifests.stream()
        .flatMap(manifest -> manifest.documents().stream())
        .map(Document::json)
        .collect(Collectors.joining());
  }
}
