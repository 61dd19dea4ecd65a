// SPDX-License-Identifier: Apache-2.0
/** The Helm chart: equal to deploy/, and taken by a real API server. */
package dev.kezuri.e2e.chart;
