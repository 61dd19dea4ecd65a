// SPDX-License-Identifier: Apache-2.0

/** Speed of single parts, by JMH. */
package dev.kezuri.bench;
