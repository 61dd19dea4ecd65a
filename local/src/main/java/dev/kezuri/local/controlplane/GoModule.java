// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a module made only to build one program from its public module. Kubernetes' own
 * go.mod replaces its libraries by folders beside it, which {@code go install} refuses; here they
 * are replaced by the same libraries' published modules.
 */
final class GoModule {
  private static final Pattern STAGED =
      Pattern.compile("^\\s*(?:replace\\s+)?(k8s\\.io/[a-z0-9-]+) => \\./staging/");

  private GoModule() {}

  /** Returns the go.mod that builds etcd. */
  static String etcd() {
    return "module kezuri-build\n\ngo "
        + GoToolchain.OLDEST
        + "\n\nrequire "
        + Binary.ETCD.mainPackage()
        + " v"
        + Binary.ETCD.version()
        + "\n";
  }

  /**
   * Returns the go.mod that builds a program of Kubernetes.
   *
   * @param version such as 1.37.2
   * @param itsGoMod the go.mod in Kubernetes' module of that version
   */
  static String kubernetes(String version, List<String> itsGoMod) {
    StringBuilder text = new StringBuilder("module kezuri-build\n\n");
    TreeSet<String> staged = new TreeSet<>();
    for (String line : itsGoMod) {
      if (line.startsWith("go ") || line.startsWith("godebug ")) {
        text.append(line).append('\n');
      }
      Matcher matcher = STAGED.matcher(line);
      if (matcher.find()) {
        staged.add(matcher.group(1));
      }
    }
    text.append("\nrequire k8s.io/kubernetes v").append(version).append("\n\n");
    String published = " v0" + version.substring(version.indexOf('.'));
    for (String library : staged) {
      text.append("replace %s => %s%s%n".formatted(library, library, published));
    }
    return text.toString();
  }

  /** Returns a Go file that makes {@code mainPackage} a dependency. */
  static String tools(String mainPackage) {
    return "//go:build tools\n\npackage tools\n\nimport _ \"" + mainPackage + "\"\n";
  }

  /** Returns the linker's flags: small, and with the version that the program shall say. */
  static String linkerFlags(Binary binary) {
    if (binary == Binary.ETCD) {
      return "-s -w";
    }
    String[] parts = binary.version().split("\\.", -1);
    String variable = " -X k8s.io/component-base/version.";
    return "-s -w"
        + variable
        + ("gitVersion=v" + binary.version())
        + variable
        + ("gitMajor=" + parts[0])
        + variable
        + ("gitMinor=" + parts[1])
        + variable
        + "gitTreeState=clean"
        + variable
        + ("gitCommit=" + "0".repeat(40));
  }
}
