// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

/**
 * What the admin port answers.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param text the body
 */
public record Page(int status, String type, String text) {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** Makes a page of plain text. */
  public Page(int status, String text) {
    this(status, TEXT, text);
  }
}
