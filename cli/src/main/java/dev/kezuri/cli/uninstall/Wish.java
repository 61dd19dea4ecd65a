// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.uninstall;

/**
 * What was asked for.
 *
 * @param keepLedger leave kinds, IdGenerators and WorkerIds
 * @param forgetLedger take the ledger away before it is over
 * @param abandonPods go on though labelled pods live
 * @param keepNamespace leave the namespace kezuri-system
 */
public record Wish(
    boolean keepLedger, boolean forgetLedger, boolean abandonPods, boolean keepNamespace) {}
