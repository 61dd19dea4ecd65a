// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The image that belongs to this version; the build writes the version beside this class. */
public final class SidecarImage {
  private static final String FILE = "version.properties";

  private SidecarImage() {}

  /** Returns it, with its tag. */
  public static String ofThisVersion() {
    try (InputStream in = SidecarImage.class.getResourceAsStream(FILE)) {
      Properties written = new Properties();
      written.load(Objects.requireNonNull(in, FILE));
      return "kezuri-sidecar:" + written.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
