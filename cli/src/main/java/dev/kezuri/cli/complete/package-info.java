// SPDX-License-Identifier: Apache-2.0
/**
 * What a shell may offer for the word that is being typed. Pure, but for the names that it is
 * handed a way to ask for.
 */
package dev.kezuri.cli.complete;
