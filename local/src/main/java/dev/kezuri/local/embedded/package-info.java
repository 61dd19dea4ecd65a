// SPDX-License-Identifier: Apache-2.0
/**
 * An API server inside this JVM: the HTTP server and WebSockets of fabric8's mock, and a store that
 * keeps the promises grants depend on. It proves nothing about grants.
 */
package dev.kezuri.local.embedded;
