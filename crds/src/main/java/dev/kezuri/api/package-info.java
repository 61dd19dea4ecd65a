// SPDX-License-Identifier: Apache-2.0

/** The names that Kezuri writes on other people's objects, and its CRDs as YAML. */
package dev.kezuri.api;
