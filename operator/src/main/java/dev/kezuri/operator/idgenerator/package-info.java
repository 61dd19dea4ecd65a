// SPDX-License-Identifier: Apache-2.0

/** The loop over IdGenerators: observe, plan, apply, summarise, and what wakes it. */
package dev.kezuri.operator.idgenerator;
