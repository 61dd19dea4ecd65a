// SPDX-License-Identifier: Apache-2.0
/**
 * Stories on a real node: containers, kubelet, controllers, the shipped images and chart. Run by
 * {@code e2e/node.sh}, as a program: {@link dev.kezuri.e2e.node.NodeMain}.
 */
package dev.kezuri.e2e.node;
