// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.io.IOException;
import java.nio.file.Path;

/** A process that opens a state folder and says how that went. */
final class OpenStateFolder {
  private OpenStateFolder() {}

  public static void main(String[] args) throws IOException {
    try (StateFolder folder = StateFolder.open(Path.of(args[0]), true)) {
      System.out.print(folder.damage().orElse("opened"));
    } catch (StateFolderException e) {
      System.out.print(e.reason());
    }
  }
}
