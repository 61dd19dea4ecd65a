// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.ControlPlaneException;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import java.util.List;

/** {@code ./kezuri binaries}: finds or builds etcd, kube-apiserver and kubectl, and says where. */
public final class BinariesMain {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: ./kezuri binaries [--no-kubectl] [--help]
      Finds etcd, kube-apiserver and kubectl, or builds them once, and prints a table of them.

      They are looked for in this order:
        1. $KUBEBUILDER_ASSETS
        2. the folder of fabric8's kube-api-test ($KUBE_API_TEST_DIR or ~/.kubeapitest)
        3. the cache: ${XDG_CACHE_HOME:-~/.cache}/kezuri/bin/<version>/
        4. kubectl only: PATH
      and are else built into the cache from the public Go modules, with Go 1.26 or newer: some
      minutes on two cores, 4 GB of disk.

        --no-kubectl   only etcd and kube-apiserver, which tests and ./kezuri up need
      Ends with 0, 1 if one cannot be had, 2 for a wrong argument.
      """;

  private BinariesMain() {}

  /** Runs it and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) {
    boolean kubectl = true;
    for (String arg : args) {
      switch (arg) {
        case "--help", "-h" -> {
          System.out.print(HELP);
          return 0;
        }
        case "--no-kubectl" -> kubectl = false;
        case "--with-kubectl" -> kubectl = true;
        default -> {
          System.err.println("kezuri: unknown argument " + arg + "; see ./kezuri binaries --help");
          return USAGE;
        }
      }
    }
    try {
      ControlPlaneBinaries binaries = ControlPlaneBinaries.of(Progress.on(System.err));
      FoundBinaries found = kubectl ? binaries.findOrBuild(Binary.KUBECTL) : binaries.findOrBuild();
      System.out.print(found.table());
      return 0;
    } catch (ControlPlaneException e) {
      System.err.println("kezuri: " + e.getMessage());
      return FAILED;
    }
  }
}
