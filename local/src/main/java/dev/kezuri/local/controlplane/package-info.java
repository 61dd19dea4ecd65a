// SPDX-License-Identifier: Apache-2.0
/**
 * Where a Kubernetes API comes from on one machine: embedded in this process, or real etcd and
 * kube-apiserver binaries, found or built.
 */
package dev.kezuri.local.controlplane;
