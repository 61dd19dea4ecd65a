// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The tokens that an API server of ours knows: one in system:masters, one without any right. */
record Tokens(String admin, String nobody) {
  static Tokens random() {
    return new Tokens(token(), token());
  }

  private static String token() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Writes the file for {@code --token-auth-file}. */
  Path write(Path folder) throws IOException {
    String text =
        admin
            + ",kezuri-admin,kezuri-admin,\"system:masters\"\n"
            + nobody
            + ",kezuri-nobody,kezuri-nobody\n";
    return secret(folder.resolve("tokens.csv"), text);
  }

  /** Writes a file that only its owner may read. */
  static Path secret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
