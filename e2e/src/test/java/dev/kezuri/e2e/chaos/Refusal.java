// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.time.Duration;

/**
 * A time in which no client of a pod got an ID, from one answer to the next.
 *
 * @param lastWords what was answered instead, last
 */
public record Refusal(String pod, Duration length, String lastWords) {}
