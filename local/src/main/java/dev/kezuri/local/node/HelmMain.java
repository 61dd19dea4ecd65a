// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code helm upgrade --install} as a process of its own: in a JVM, Helm's library takes the
 * signals TERM and INT for itself, and that JVM would not end by Ctrl-C any more.
 */
public final class HelmMain {
  private HelmMain() {}

  /** Takes chart, kubeconfig, name and namespace of the release, and {@code key=value}. */
  public static void main(String[] args) {
    UpgradeCommand command =
        new Helm(Path.of(args[0]))
            .upgrade()
            .install()
            .resetValues()
            .withKubeConfig(Path.of(args[1]))
            .withName(args[2])
            .withNamespace(args[3])
            .createNamespace();
    for (String value : List.of(args).subList(4, args.length)) {
      int equals = value.indexOf('=');
      command.set(value.substring(0, equals), value.substring(equals + 1));
    }
    try {
      command.call();
      System.exit(0);
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }
}
