// SPDX-License-Identifier: Apache-2.0

/**
 * {@code kubectl kezuri}: what a worker ID is doing, and what is in an ID. One class a sub-command;
 * what they print is made by pure classes.
 */
package dev.kezuri.cli;
