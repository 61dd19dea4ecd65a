// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

/** Says why no image can be made, and what to do. */
final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImageException(String message) {
    super(message);
  }
}
