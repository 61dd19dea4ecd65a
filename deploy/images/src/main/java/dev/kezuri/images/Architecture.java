// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.util.Arrays;

/** Machines that images are made for. */
enum Architecture {
  AMD64("amd64", 62, "x86_64-linux-gnu"),
  ARM64("arm64", 183, "aarch64-linux-gnu");

  /** As images name it. */
  final String text;

  private final int machine;

  /** Debian's folder of the libraries. */
  final String triplet;

  Architecture(String text, int machine, String triplet) {
    this.text = text;
    this.machine = machine;
    this.triplet = triplet;
  }

  static Architecture of(ElfFile file) {
    return Arrays.stream(values())
        .filter(a -> a.machine == file.machine())
        .findFirst()
        .orElseThrow(
            () -> new ImageException("images are for amd64 and arm64, not " + file.machine()));
  }
}
