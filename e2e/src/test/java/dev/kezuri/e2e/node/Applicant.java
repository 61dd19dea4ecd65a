// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** The application of all stories, {@code e2e/node/draw}: its image and its container. */
final class Applicant {
  /** Names its container too. */
  static final String NAME = "draw";

  private static final String IMAGE = "kezuri-e2e/draw:1";
  private static final String PROGRAM = "/draw";
  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");

  private Applicant() {}

  /** Packs the static program and nothing else; returns the tarball in {@code folder}. */
  static Path pack(Path program, Path folder) throws IOException, InterruptedException {
    Path tar = folder.resolve("draw.tar");
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .addEntry(program, AbsoluteUnixPath.get(PROGRAM), EXECUTABLE)
            .build();
    Path caches = folder.resolve("jib");
    try {
      Jib.fromScratch()
          .addFileEntriesLayer(layer)
          .setEntrypoint(PROGRAM)
          .containerize(
              Containerizer.to(TarImage.at(tar).named(IMAGE))
                  .setBaseImageLayersCache(caches)
                  .setApplicationLayersCache(caches));
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      throw new IOException("cannot pack " + program + ": " + e.getMessage(), e);
    }
    return tar;
  }

  /**
   * Returns a pod's spec as YAML in one line.
   *
   * @param ids the folder for what it writes down
   * @param count after so many IDs it ends by itself; 0 for never
   * @param more fields of the spec, each with a comma behind it
   */
  static String spec(Path ids, int count, String more) {
    return """
        {%s terminationGracePeriodSeconds: 20, \
        containers: [{name: %s, image: "%s", args: [%s], \
        env: [{name: POD_UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}, \
        {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}], \
        volumeMounts: [{name: ids, mountPath: /ids}]}], \
        volumes: [{name: ids, hostPath: {path: "%s"}}]}"""
        .formatted(more, NAME, IMAGE, count == 0 ? "/ids" : "/ids, \"" + count + "\"", ids);
  }
}
