// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a control plane is started from; etcd and kube-apiserver at least. */
public record FoundBinaries(List<FoundBinary> all) {
  /** Copies the list. */
  public FoundBinaries {
    all = List.copyOf(all);
  }

  /** Returns the path of {@code binary}, which must be among those asked for. */
  public Path path(Binary binary) {
    return of(binary).path();
  }

  /** Returns the version of {@code binary}, such as 1.37.2. */
  public String version(Binary binary) {
    return of(binary).version();
  }

  private FoundBinary of(Binary binary) {
    return all.stream()
        .filter(found -> found.binary() == binary)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not asked for: " + binary.fileName()));
  }

  /** Returns these as a table with a header, for people. */
  public String table() {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"BINARY", "VERSION", "FROM", "PATH"});
    for (FoundBinary found : all) {
      rows.add(
          new String[] {
            found.binary().fileName(), found.version(), found.from(), found.path().toString()
          });
    }
    int[] widths = new int[3];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    String format = "%-" + widths[0] + "s  %-" + widths[1] + "s  %-" + widths[2] + "s  %s%n";
    StringBuilder table = new StringBuilder();
    for (String[] row : rows) {
      table.append(format.formatted((Object[]) row));
    }
    return table.toString();
  }
}
