// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.ControlPlaneException;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import java.util.List;

/** {@code ./kezuri binaries}: finds or builds the programs of a control plane, and says where. */
public final class BinariesMain {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: ./kezuri binaries [--no-kubectl | --node] [--help]
      Finds etcd, kube-apiserver and kubectl, or builds them once, and prints a table of them.

      They are looked for in this order:
        1. $KUBEBUILDER_ASSETS
        2. the folder of fabric8's kube-api-test ($KUBE_API_TEST_DIR or ~/.kubeapitest)
        3. the cache: ${XDG_CACHE_HOME:-~/.cache}/kezuri/bin/<version>/
        4. kubectl only: PATH
      and are else built into the cache from the public Go modules, with Go 1.26 or newer: some
      minutes on two cores, 4 GB of disk. Tests and ./kezuri up need etcd and kube-apiserver.

        --no-kubectl   only etcd and kube-apiserver
        --node         also kube-controller-manager, kube-scheduler and kubelet, for
                       ./kezuri up --control-plane=node
      Ends with 0, 1 if one cannot be had, 2 for a wrong argument.
      """;

  private BinariesMain() {}

  /** Runs it and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) {
    Binary[] more = {Binary.KUBECTL};
    for (String arg : args) {
      switch (arg) {
        case "--help", "-h" -> {
          System.out.print(HELP);
          return 0;
        }
        case "--no-kubectl" -> more = new Binary[0];
        case "--with-kubectl" -> more = new Binary[] {Binary.KUBECTL};
        case "--node" -> more = Binary.OF_A_NODE.toArray(Binary[]::new);
        default -> {
          System.err.println("kezuri: unknown argument " + arg + "; see ./kezuri binaries --help");
          return USAGE;
        }
      }
    }
    try {
      ControlPlaneBinaries binaries = ControlPlaneBinaries.of(Progress.on(System.err));
      FoundBinaries found = binaries.findOrBuild(more);
      System.out.print(found.table());
      return 0;
    } catch (ControlPlaneException e) {
      System.err.println("kezuri: " + e.getMessage());
      return FAILED;
    }
  }
}
