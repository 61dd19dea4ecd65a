// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

/** How a line is written. */
public enum LogFormat {
  /** {@code 2026-11-23T08:00:00.000Z level=info event=… key=value}. */
  LOGFMT,
  /** A flat JSON object a line, with {@code time}, {@code level} and {@code event} first. */
  JSON
}
