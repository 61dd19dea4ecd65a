// SPDX-License-Identifier: Apache-2.0

/** Manifests changed in one place and kept everywhere else: YAML or JSON in, the same out. */
package dev.kezuri.cli.manifest;
