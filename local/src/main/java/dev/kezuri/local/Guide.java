// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.lease.UtcMillis;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a person is told once everything runs. */
final class Guide {
  private static final int SHORTEST = 10;

  private Guide() {}

  /** Returns the pods as a table, one line each. */
  static String table(List<ReadyPod> pods) {
    int longest = pods.stream().mapToInt(pod -> pod.name().length()).max().orElse(0);
    String row = "%-" + Math.max(SHORTEST, longest) + "s %-10s %-52s %s%n";
    StringBuilder table = new StringBuilder(System.lineSeparator());
    table.append(row.formatted("POD", "WORKER ID", "WINDOW", "ADDRESS"));
    for (ReadyPod pod : pods) {
      String window =
          UtcMillis.format(pod.lease().window().notBeforeMs())
              + " – "
              + UtcMillis.format(pod.lease().window().notAfterMs());
      table.append(row.formatted(pod.name(), pod.lease().workerId(), window, pod.hostAndPort()));
    }
    return table.toString();
  }

  /** Returns lines to paste, made for the programs that this machine has. */
  static String tryNext(List<ReadyPod> pods, Optional<Path> kubeconfig, Path dist, boolean real) {
    StringBuilder text = new StringBuilder("%nTry in another terminal:%n".formatted());
    line(text, get(pods.getFirst()));
    Path plugin = shortest(dist.resolve("kezuri/bin/kubectl-kezuri"));
    kubeconfig.ifPresent(
        file -> {
          line(text, "KUBECONFIG=%s %s workers".formatted(file, plugin));
          if (real && onPath("kubectl")) {
            line(text, "KUBECONFIG=%s kubectl get wid".formatted(file));
          }
        });
    return end(text);
  }

  /**
   * Returns lines to paste where there is a whole node.
   *
   * @param folder the node's
   */
  static String tryNext(List<ReadyPod> pods, Path kubectl, Path folder, Path dist) {
    StringBuilder text = new StringBuilder("%nTry in another terminal:%n".formatted());
    line(text, "export KUBECONFIG=" + folder.resolve("kubeconfig"));
    line(text, get(pods.getFirst()));
    line(text, shortest(dist.resolve("kezuri/bin/kubectl-kezuri")) + " workers");
    line(text, kubectl + " get pods,wid -A");
    line(
        text,
        "%s exec deploy/%s -c app -- sh -c %s"
            .formatted(
                kubectl,
                SampleObjects.GENERATOR,
                "'printf \"get id\\r\\nquit\\r\\n\" | nc 127.0.0.1 11212'"));
    text.append("%nWithin the node's namespaces:%n".formatted());
    line(text, folder.resolve("in") + " ip addr");
    line(text, folder.resolve("in") + " ctr -a /run/kezuri/containerd.sock -n k8s.io tasks ls");
    return end(text);
  }

  private static String end(StringBuilder text) {
    return text.append("%nCtrl-C ends everything.%n".formatted()).toString();
  }

  private static void line(StringBuilder text, String command) {
    text.append("  ").append(command).append(System.lineSeparator());
  }

  private static String get(ReadyPod pod) {
    String host = pod.address().getHostString();
    int port = pod.address().getPort();
    if (onPath("nc")) {
      return "printf 'get id\\r\\nquit\\r\\n' | nc %s %d".formatted(host, port);
    }
    if (onPath("curl")) {
      return "printf 'get id\\r\\nquit\\r\\n' | curl -s telnet://%s:%d".formatted(host, port);
    }
    return "bash -c 'exec 3<>/dev/tcp/%s/%d; printf \"get id\\r\\nquit\\r\\n\" >&3; cat <&3'"
        .formatted(host, port);
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(path)
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Path shortest(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
