// SPDX-License-Identifier: Apache-2.0
/** What people and tools see of the operator, and how its replicas share the work. */
package dev.kezuri.e2e.operator;
