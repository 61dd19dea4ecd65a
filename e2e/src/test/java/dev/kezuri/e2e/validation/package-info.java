// SPDX-License-Identifier: Apache-2.0

/** What the API server refuses, whoever writes it: files sent to a real one. */
package dev.kezuri.e2e.validation;
