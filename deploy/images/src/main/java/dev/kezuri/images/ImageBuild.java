// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One image, from nothing: no base is pulled.
 *
 * @param program what runs
 * @param architecture of its runtime
 * @param bill its SBOM
 * @param bytes of its files, unpacked
 * @param plan the image
 */
record ImageBuild(
    Program program, Architecture architecture, String bill, long bytes, JibContainerBuilder plan) {

  /**
   * @param work a folder for files that are made
   */
  static ImageBuild of(Program program, Release release, SystemRoot root, Path work)
      throws IOException {
    SystemFiles system = SystemFiles.neededBy(program.folder(), root);
    Set<DebianPackage> packages = DebianPackage.of(root, system.files().values());
    Map<String, Path> copyrights = new TreeMap<>();
    packages.forEach(p -> copyrights.put(p.copyright(), root.file(p.copyright())));
    String bill = BillOfMaterials.of(program, packages);
    Layers layers = new Layers(release.time(), Files.createDirectories(work));
    List<FileEntriesLayer> all = new ArrayList<>();
    all.add(layers.system(system, copyrights));
    all.addAll(layers.program(program.folder(), bill));
    JibContainerBuilder plan =
        Jib.fromScratch()
            .setPlatforms(Set.of(new Platform(system.architecture().text, "linux")))
            .setCreationTime(release.time())
            .setUser(Layers.USER + ":" + Layers.USER)
            .setEntrypoint(Layers.HOME + "bin/" + program.name())
            .setEnvironment(Map.of("PATH", Layers.HOME + "bin"))
            .setExposedPorts(program.ports().stream().map(Port::tcp).collect(Collectors.toSet()))
            .setLabels(labels(program, release));
    plan.setFileEntriesLayers(all);
    return new ImageBuild(program, system.architecture(), bill, layers.bytes(), plan);
  }

  private static Map<String, String> labels(Program program, Release release) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("title", program.title());
    labels.put("description", program.description());
    labels.put("version", release.version());
    labels.put("revision", release.revision());
    labels.put("created", release.time().toString());
    labels.put("licenses", "Apache-2.0");
    labels.put("vendor", "Kezuri");
    Map<String, String> named = new LinkedHashMap<>();
    labels.forEach((name, value) -> named.put("org.opencontainers.image." + name, value));
    return named;
  }

  /** Writes or pushes it, and tells its digest. */
  String to(Containerizer target, Path caches, Consumer<String> warnings)
      throws IOException, InterruptedException {
    target
        .setToolName("kezuri")
        .setBaseImageLayersCache(caches)
        .setApplicationLayersCache(caches)
        .addEventHandler(
            LogEvent.class,
            event -> {
              if (event.getLevel() == LogEvent.Level.WARN) {
                warnings.accept(event.getMessage());
              }
            });
    try {
      JibContainer made = plan.containerize(target);
      return made.getDigest().toString();
    } catch (RegistryException | CacheDirectoryCreationException e) {
      throw new ImageException(e.getMessage());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }
}
