// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

/**
 * What the admin port answers.
 *
 * @param status the HTTP status
 * @param text the body, plain text
 */
public record Page(int status, String text) {}
