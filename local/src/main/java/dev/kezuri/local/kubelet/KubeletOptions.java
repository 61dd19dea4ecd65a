// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a {@link ProcessKubelet} is told.
 *
 * @param node the name of its node
 * @param folder where pods' folders live; on a disk, as the sidecar refuses a state folder on tmpfs
 * @param command how to start a sidecar of an image; everything else reaches it by environment
 *     variables
 * @param ports the ports of each pod
 * @param timing restarts, probes and ends
 * @param env variables for every sidecar, over those of its container
 * @param binds whether it also assigns pods without a node and without gates to itself, as no
 *     scheduler runs
 */
public record KubeletOptions(
    String node,
    Path folder,
    Function<String, List<String>> command,
    PortAllocator ports,
    KubeletTiming timing,
    Map<String, String> env,
    boolean binds) {
  /** Copies the collections. */
  public KubeletOptions {
    folder = folder.toAbsolutePath();
    env = Map.copyOf(env);
  }

  /** One command for every image, free ports, quick timing, binds pods: what most tests want. */
  public static KubeletOptions quick(String node, Path folder, List<String> command) {
    return new KubeletOptions(
        node, folder, _ -> command, PortAllocator.free(), KubeletTiming.QUICK, Map.of(), true);
  }
}
