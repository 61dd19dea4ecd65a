// SPDX-License-Identifier: Apache-2.0

/**
 * A kubelet for one machine without containers: the sidecar of each pod runs as a real process, and
 * the pod's status, lease file, restarts and end are as a real kubelet would have them. Application
 * containers are not run; they are reported running once the sidecar has started.
 */
package dev.kezuri.local.kubelet;
