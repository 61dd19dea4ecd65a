// SPDX-License-Identifier: Apache-2.0
/**
 * A node in namespaces of its own: kubelet, containerd and a control plane, by {@code local/node}.
 */
package dev.kezuri.local.node;
