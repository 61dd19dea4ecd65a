// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.uninstall;

/**
 * An object that an installation brought.
 *
 * @param group its API group; empty for the core
 * @param resource the name of the kind in paths, such as {@code networkpolicies}
 * @param namespace empty if it is in none
 * @param path where the API server keeps it
 */
public record Thing(
    String kind, String group, String resource, String namespace, String name, String path) {
  /** As people write it. */
  @Override
  public String toString() {
    return resource + "/" + name;
  }
}
