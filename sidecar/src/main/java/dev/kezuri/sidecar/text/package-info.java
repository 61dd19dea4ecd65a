// SPDX-License-Identifier: Apache-2.0

/** memcached's classic text commands: bytes to command to IDs to bytes, no object per command. */
package dev.kezuri.sidecar.text;
