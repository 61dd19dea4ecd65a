// SPDX-License-Identifier: Apache-2.0

/** What a pod gets when it is made: gate, sidecar, volumes, environment. */
package dev.kezuri.api.inject;
