// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The layers of an image, what changes least often first. */
final class Layers {
  /** Where a program lives in its image. */
  static final String HOME = "/opt/kezuri/";

  /** Who runs it. */
  static final String USER = "65532";

  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions TEXT = FilePermissions.fromOctalString("644");
  private static final FilePermissions SCRATCH = FilePermissions.fromOctalString("777");

  /** Without the last file glibc asks DNS before /etc/hosts. */
  private static final Map<String, String> SYSTEM_TEXTS =
      Map.of(
          "/etc/passwd", "kezuri:x:65532:65532:Kezuri:/:/bin/false\n",
          "/etc/group", "kezuri:x:65532:\n",
          "/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");

  private final Instant time;
  private final Path work;
  private long bytes;

  /**
   * @param time of all files
   * @param work a folder for files that are made
   */
  Layers(Instant time, Path work) {
    this.time = time;
    this.work = work;
  }

  /** The size of all files so far, unpacked. */
  long bytes() {
    return bytes;
  }

  FileEntriesLayer system(SystemFiles files, Map<String, Path> copyrights) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
    Path scratch = Files.createDirectories(work.resolve("scratch"));
    layer.addEntry(scratch, AbsoluteUnixPath.get("/tmp"), SCRATCH, time);
    for (Map.Entry<String, String> text : new TreeMap<>(SYSTEM_TEXTS).entrySet()) {
      add(layer, made(text.getKey(), text.getValue()), text.getKey(), TEXT);
    }
    for (Map.Entry<String, Path> file : new TreeMap<>(copyrights).entrySet()) {
      add(layer, file.getValue(), file.getKey(), TEXT);
    }
    for (Map.Entry<String, Path> file : files.files().entrySet()) {
      add(layer, file.getValue(), file.getKey(), PROGRAM);
    }
    return layer.build();
  }

  /** The layers of a program's folder; the bill of materials is one of its own files. */
  List<FileEntriesLayer> program(Path folder, String bill) throws IOException {
    Predicate<String> runtime = name -> name.startsWith("runtime/");
    Predicate<String> cache = name -> name.endsWith(".aot");
    Predicate<String> own = name -> name.startsWith("bin/") || name.startsWith("lib/kezuri-");
    Predicate<String> others = runtime.or(cache).or(own).negate();
    FileEntriesLayer application = layer("application", folder, own);
    FileEntriesLayer.Builder withBill = application.toBuilder();
    add(withBill, made("/sbom.cdx.json", bill), HOME + "sbom.cdx.json", TEXT);
    List<FileEntriesLayer> layers = new ArrayList<>();
    layers.add(layer("runtime", folder, runtime));
    layers.add(layer("libraries", folder, others));
    layers.add(withBill.build());
    FileEntriesLayer caches = layer("cache", folder, cache);
    if (!caches.getEntries().isEmpty()) {
      layers.add(caches);
    }
    return layers;
  }

  private FileEntriesLayer layer(String name, Path folder, Predicate<String> wanted)
      throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      // Links are jlink's, of one licence text that several modules have; the text itself is there.
      files = walk.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
    }
    for (Path file : files) {
      String path = folder.relativize(file).toString();
      if (wanted.test(path)) {
        add(layer, file, HOME + path, Files.isExecutable(file) ? PROGRAM : TEXT);
      }
    }
    return layer.build();
  }

  private void add(FileEntriesLayer.Builder layer, Path file, String path, FilePermissions mode)
      throws IOException {
    layer.addEntry(file, AbsoluteUnixPath.get(path), mode, time);
    bytes += Files.size(file);
  }

  private Path made(String path, String text) throws IOException {
    Path file = work.resolve("made" + path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
