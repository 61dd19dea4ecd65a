// SPDX-License-Identifier: Apache-2.0
/** Packs a program's folder and what it needs of the system into an image, layer by layer. */
package dev.kezuri.images;
