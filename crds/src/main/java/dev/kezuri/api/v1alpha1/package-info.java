// SPDX-License-Identifier: Apache-2.0

/** The two kinds, as people write them: {@code IdGenerator} and {@code WorkerId}. */
package dev.kezuri.api.v1alpha1;
