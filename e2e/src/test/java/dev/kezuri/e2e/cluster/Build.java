// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import java.nio.file.Path;

/** The builds of Kezuri whose main classes tests start as processes. */
public enum Build {
  /** This one: the tests' class path has all of its modules. */
  THIS,
  /** That of the version before, which {@code e2e/skew.sh} makes and names. */
  PREVIOUS;

  /** The image of sidecars of the version before; of every other image they are of this build. */
  public static final String PREVIOUS_SIDECAR = "kezuri-sidecar:previous";

  private static final String FOLDER = "kezuri.previous";

  /** Returns the build that sidecars of {@code image} are of. */
  public static Build ofImage(String image) {
    return image.equals(PREVIOUS_SIDECAR) ? PREVIOUS : THIS;
  }

  /** Returns the class path of {@code module}, operator or sidecar. */
  public String classPath(String module) {
    if (this == THIS) {
      return System.getProperty("java.class.path");
    }
    String folder = System.getProperty(FOLDER);
    if (folder == null) {
      throw new IllegalStateException(
          "no build of the version before: run e2e/skew.sh, which sets -D" + FOLDER);
    }
    return Path.of(folder, module, "*").toString();
  }
}
