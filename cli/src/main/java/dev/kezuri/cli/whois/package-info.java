// SPDX-License-Identifier: Apache-2.0

/** Which pod issued an ID, as far as windows and history say: no nearest guess. Pure. */
package dev.kezuri.cli.whois;
