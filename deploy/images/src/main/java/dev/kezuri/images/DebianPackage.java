// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A package that files of an image are of.
 *
 * @param source the source package, which fixes of security are told by
 */
record DebianPackage(String name, String version, String architecture, String source)
    implements Comparable<DebianPackage> {
  private static final String DATABASE = "/var/lib/dpkg/";

  String copyright() {
    return "/usr/share/doc/" + name + "/copyright";
  }

  @Override
  public int compareTo(DebianPackage other) {
    return name.compareTo(other.name);
  }

  /** The packages of these files of a system, by dpkg's database; each file must be of one. */
  static Set<DebianPackage> of(SystemRoot root, Collection<Path> files) throws IOException {
    Set<String> open = new TreeSet<>();
    files.forEach(file -> open.add(merged("/" + root.folder().relativize(file))));
    Path folder = root.file(DATABASE + "status").resolveSibling("info");
    List<Path> lists;
    try (Stream<Path> all = Files.list(folder)) {
      lists = all.filter(f -> f.toString().endsWith(".list")).sorted().toList();
    }
    Set<String> names = new TreeSet<>();
    for (Path list : lists) {
      Set<String> own = new TreeSet<>(open);
      own.retainAll(Files.readAllLines(list).stream().map(DebianPackage::merged).toList());
      if (open.removeAll(own)) {
        names.add(list.getFileName().toString().replaceFirst("\\.list$", ""));
      }
    }
    if (!open.isEmpty()) {
      throw new ImageException(
          "no Debian package has " + open + ", so its licence is unknown: see " + folder);
    }
    return stanzas(root, names);
  }

  /** /lib is a link to /usr/lib, and either may be listed. */
  private static String merged(String path) {
    return path.startsWith("/usr/") ? path.substring(4) : path;
  }

  private static Set<DebianPackage> stanzas(SystemRoot root, Set<String> names) throws IOException {
    Set<DebianPackage> found = new TreeSet<>();
    for (String stanza : Files.readString(root.file(DATABASE + "status")).split("\n\n")) {
      Map<String, String> fields = new HashMap<>();
      for (String line : stanza.split("\n")) {
        int colon = line.indexOf(": ");
        if (colon > 0 && line.charAt(0) != ' ') {
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      String name = fields.get("Package");
      String architecture = fields.get("Architecture");
      // A list is named for its architecture where a package may be there for several.
      if (names.contains(name) || names.contains(name + ":" + architecture)) {
        String source = fields.getOrDefault("Source", name).replaceFirst(" .*", "");
        found.add(new DebianPackage(name, fields.get("Version"), architecture, source));
      }
    }
    return found;
  }
}
