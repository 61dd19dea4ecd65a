// SPDX-License-Identifier: Apache-2.0

/** What the process says on stderr: one line an event, as logfmt or JSON, never a flood. */
package dev.kezuri.sidecar.log;
