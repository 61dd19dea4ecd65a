// SPDX-License-Identifier: Apache-2.0

/** memcached's binary protocol. */
package dev.kezuri.sidecar.binary;
