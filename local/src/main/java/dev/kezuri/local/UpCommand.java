// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlane;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.ControlPlaneException;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.embedded.EmbeddedApi;
import dev.kezuri.local.node.KezuriChart;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kezuri up}. */
@Command(
    name = "./kezuri up",
    mixinStandardHelpOptions = false,
    sortOptions = false,
    description =
        "Runs the whole system on this machine: an API server, the operator, and pods whose sidecars"
            + " issue IDs on localhost. Sidecars are processes and application containers are not run,"
            + " but with --control-plane=node: there, pods are pods.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong option, 10 a port is taken, 130 ended by Ctrl-C."
    })
final class UpCommand implements Callable<Integer> {
  static final int FAILED = 1;
  static final int PORT_TAKEN = 10;
  private static final int DRAWN = 10_000;

  /** Which API server to start. */
  enum Kind {
    embedded,
    real,
    node
  }

  @Spec CommandSpec spec;

  @Option(
      names = "--once",
      description = "Draw 10,000 IDs from each pod, prove that all differ and tell their pod, end.")
  boolean once;

  @Option(
      names = "--control-plane",
      paramLabel = "KIND",
      defaultValue = "embedded",
      description =
          "embedded: in this process. real: etcd and kube-apiserver, for kubectl. node: these, and"
              + " a kubelet with containerd in namespaces of their own, Kezuri installed by Helm;"
              + " needs root on Linux. See ./kezuri binaries. Default: ${DEFAULT-VALUE}.")
  Kind kind;

  @Option(
      names = "--pods",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many pods, 1 to 100. Default: ${DEFAULT-VALUE}.")
  int pods;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "11212",
      description =
          "Where the first pod serves IDs; the others follow, then, from PORT + 10 or above all of"
              + " these, the ports for probes. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  boolean help;

  private final Path dist;
  private final Path deploy;
  private final PrintStream out;
  private final PrintStream err;
  private final Await await;

  UpCommand(Path dist, Path deploy, PrintStream out, PrintStream err, Await await) {
    this.dist = dist;
    this.deploy = deploy;
    this.out = out;
    this.err = err;
    this.await = await;
  }

  @Override
  public Integer call() {
    check(pods >= 1 && pods <= 100, "--pods must be 1 to 100: " + pods);
    int adminPort = port + Math.max(10, pods);
    check(port >= 1 && adminPort + pods <= 65_535, "--port leaves no room for all ports: " + port);
    try (ClaimedPorts ports = new ClaimedPorts(port, adminPort - port, pods)) {
      return told(ports) ? PORT_TAKEN : run(ports);
    }
  }

  private int run(ClaimedPorts ports) {
    RunFolder folder = RunFolder.make(InstantSource.system());
    System.setProperty("kezuri.log", folder.log().toString());
    boolean good = false;
    try {
      good = run(folder, ports);
    } finally {
      end(folder, good);
    }
    return good ? 0 : FAILED;
  }

  private void check(boolean rule, String message) {
    if (!rule) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /** Says who has ports that are needed; returns whether somebody has. */
  private boolean told(ClaimedPorts ports) {
    PortHolders holders = new PortHolders(Path.of("/proc"));
    ports
        .taken()
        .forEach(p -> err.printf("kezuri: port %d is taken by %s%n", p, holders.holder(p)));
    if (!ports.taken().isEmpty()) {
      err.println("kezuri: nothing was started; end that, or choose other ports by --port");
    }
    return !ports.taken().isEmpty();
  }

  private boolean run(RunFolder folder, ClaimedPorts ports) {
    Progress progress = Progress.on(out);
    try (SystemRun run =
        kind == Kind.node
            ? new NodeRun(folder, progress, await, pods)
            : new LocalRun(folder, progress, await, pods)) {
      boolean good = told(run, () -> session(run, ports));
      if (!good) {
        run.saveLogs();
      }
      // Ctrl-C has done its work; the end is waited for.
      Thread.interrupted();
      return told(
              run,
              () -> {
                run.end();
                return true;
              })
          && good;
    }
  }

  /** Runs {@code work}; a failure is said in one line, and Ctrl-C is none. */
  private boolean told(SystemRun run, Callable<Boolean> work) {
    try {
      return work.call();
    } catch (InterruptedException e) {
      return true;
    } catch (TimeoutException
        | IOException
        | ControlPlaneException
        | KubernetesClientException
        | IllegalStateException e) {
      if (await.stopped() && !run.complete()) {
        return true;
      }
      err.println("kezuri: " + e.getMessage());
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean session(SystemRun run, ClaimedPorts ports)
      throws IOException, InterruptedException, TimeoutException {
    List<ReadyPod> ready = start(run, ports);
    if (once) {
      return prove(run, ready);
    }
    out.print(Guide.table(ready));
    out.print(guide(run, ready));
    await.untilStopped();
    return true;
  }

  private List<ReadyPod> start(SystemRun run, ClaimedPorts ports)
      throws InterruptedException, TimeoutException {
    return switch (run) {
      case LocalRun local ->
          local.start(
              controlPlane(),
              installation(),
              dist.resolve("kezuri-sidecar/bin/kezuri-sidecar"),
              ports);
      case NodeRun node ->
          node.start(
              binaries(Binary.OF_A_NODE),
              deploy.resolveSibling("local").resolve("node"),
              new KezuriChart(deploy.resolve("chart")),
              dist.resolve("images"),
              dist.resolve("kezuri/bin/kubectl-kezuri"),
              ports);
    };
  }

  private String guide(SystemRun run, List<ReadyPod> ready) {
    return switch (run) {
      case LocalRun local -> Guide.tryNext(ready, local.kubeconfig(), dist, kind == Kind.real);
      case NodeRun node -> Guide.tryNext(ready, node.kubectl(), node.folder(), dist);
    };
  }

  private Supplier<ControlPlane> controlPlane() {
    if (kind == Kind.embedded) {
      return EmbeddedApi::start;
    }
    FoundBinaries binaries = binaries(List.of());
    return () -> RealControlPlane.start(binaries);
  }

  /** Building is told about by steps of its own. */
  private FoundBinaries binaries(List<Binary> more) {
    return ControlPlaneBinaries.of(Progress.on(err)).findOrBuild(more.toArray(Binary[]::new));
  }

  private Installation installation() {
    return kind == Kind.embedded ? new KindsInstallation() : new ShippedInstallation(deploy);
  }

  private boolean prove(SystemRun run, List<ReadyPod> ready)
      throws IOException, InterruptedException {
    Map<String, List<Long>> drawn = Draw.from(ready, DRAWN);
    DrawProof proof = new DrawProof();
    // Windows may have grown meanwhile.
    for (ReadyPod pod : run.readyPods()) {
      proof.add(pod.name(), pod.lease(), drawn.get(pod.name()));
    }
    proof.faults().stream().limit(10).forEach(fault -> err.println("kezuri: " + fault));
    boolean good = proof.faults().isEmpty() && proof.count() == DRAWN * pods;
    if (good) {
      out.printf(
          "OK: %,d IDs from %d pods: all differ, each tells its pod's worker ID and lies in its"
              + " window%n",
          proof.count(), ready.size());
    } else {
      out.printf(
          "FAILED: %,d IDs from %d pods, %d faults%n",
          proof.count(), ready.size(), proof.faults().size());
    }
    return good;
  }

  private void end(RunFolder folder, boolean good) {
    if (!good) {
      folder.keep(InstantSource.system());
      err.printf("kezuri: failed; logs are kept in %s%n", folder.path());
      tail(folder.log());
      return;
    }
    if (folder.remove()) {
      out.println("Ended; no process and no folder is left.");
    } else {
      err.println("kezuri: could not remove " + folder.path());
    }
  }

  private void tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      lines.stream().skip(Math.max(0, lines.size() - 5)).forEach(line -> err.println("  " + line));
    } catch (IOException e) {
      err.println("  (no log: " + e.getMessage() + ")");
    }
  }
}
