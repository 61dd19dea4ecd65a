// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlane;
import dev.kezuri.local.controlplane.ControlPlaneException;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.FoundBinary;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Kubernetes node with its control plane, in namespaces of its own: real pods, by kubelet and
 * containerd. It is taken down when this JVM is gone, even after kill -9. There is neither DNS nor
 * kube-proxy. Needs root on Linux; {@code local/node/up.sh --help} says what else.
 */
public final class RealNode implements ControlPlane {
  /** The name of its one node. */
  public static final String NAME = "kezuri-node";

  /** The image that has busybox' applets, for application containers. */
  public static final String BUSYBOX = "kezuri.test/busybox:1";

  private static final Duration COMMAND_BOUND = Duration.ofSeconds(100);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final HeldNode held;
  private final Path scripts;
  private final Path folder;
  private final String version;

  private RealNode(HeldNode held, Path scripts, Path folder, String version) {
    this.held = held;
    this.scripts = scripts;
    this.folder = folder;
    this.version = version;
  }

  /**
   * Starts one; returns when it is Ready and pods can be made.
   *
   * @param binaries those of {@link Binary#OF_A_NODE} too
   * @param scripts the folder {@code local/node} of the sources
   * @throws ControlPlaneException if it cannot be had; says why
   * @throws InterruptedException if interrupted meanwhile; what was there is taken down
   */
  public static RealNode start(FoundBinaries binaries, Path scripts, NodeOptions options)
      throws InterruptedException {
    refuseMixed(binaries);
    List<Path> programs = binaries.all().stream().map(FoundBinary::path).toList();
    HeldNode held =
        HeldNode.start(scripts, options.environment(ProcessHandle.current().pid(), programs));
    Path folder = held.folder();
    return new RealNode(held, scripts, folder, binaries.version(Binary.KUBELET));
  }

  /**
   * A kubelet must not be newer than its API server; where both are built they are of one version.
   */
  static void refuseMixed(FoundBinaries binaries) {
    String wanted = minor(binaries.version(Binary.KUBE_APISERVER));
    for (FoundBinary found : binaries.all()) {
      boolean tool = found.binary() == Binary.ETCD || found.binary() == Binary.KUBECTL;
      if (!tool && !minor(found.version()).equals(wanted)) {
        throw new ControlPlaneException(
            "a node needs its programs of one version, but kube-apiserver is %s and %s %s; see"
                    .formatted(
                        binaries.version(Binary.KUBE_APISERVER),
                        found.binary().fileName(),
                        found.version())
                + " ./kezuri binaries --node for where they come from, and --help for the order");
      }
    }
  }

  private static String minor(String version) {
    return version.substring(0, version.indexOf('.', version.indexOf('.') + 1));
  }

  @Override
  public String name() {
    return "a node with Kubernetes " + version;
  }

  @Override
  public Config config() {
    try {
      Config config = Config.fromKubeconfig(Files.readString(folder.resolve("kubeconfig")));
      config.setNamespace("default");
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Path> kubeconfig() {
    return Optional.of(folder.resolve("kubeconfig"));
  }

  /** Where its files are: {@code kubeconfig}, {@code in}, {@code log}. */
  public Path folder() {
    return folder;
  }

  /** Returns the log of {@code daemon}. */
  public Path log(Daemon daemon) {
    return folder.resolve("log").resolve(daemon.program() + ".log");
  }

  /**
   * Returns the command line that runs {@code command} in its namespaces: there, the addresses of
   * pods and of the node can be reached, and files are the same but for /run.
   */
  public List<String> inside(String... command) {
    List<String> line = new ArrayList<>();
    line.add(folder.resolve("in").toString());
    line.addAll(List.of(command));
    return line;
  }

  /** Imports an image, as {@code ./kezuri images} makes it. */
  public void importImage(Path tarball) {
    Commands.run(
        inside(
            "ctr",
            "-a",
            "/run/kezuri/containerd.sock",
            "-n",
            "k8s.io",
            "images",
            "import",
            tarball.toAbsolutePath().toString()),
        COMMAND_BOUND);
  }

  /** Kills it, as kill -9 does; returns when it is gone. */
  public void kill(Daemon daemon) {
    daemon("kill", daemon);
  }

  /** Ends it by TERM; returns when it is gone. kube-apiserver waits a minute for its watches. */
  public void terminate(Daemon daemon) {
    daemon("term", daemon);
  }

  /** Starts it again, as it was started first. What needs it has to wait for it. */
  public void start(Daemon daemon) {
    daemon("start", daemon);
  }

  /** Returns whether it runs. */
  public boolean runs(Daemon daemon) {
    return Commands.succeeds(line("runs", daemon), COMMAND_BOUND);
  }

  private void daemon(String what, Daemon daemon) {
    Commands.run(line(what, daemon), COMMAND_BOUND);
  }

  private List<String> line(String what, Daemon daemon) {
    return List.of(
        scripts.resolve("daemon.sh").toString(), folder.toString(), what, daemon.program());
  }

  /**
   * Takes it down.
   *
   * @throws ControlPlaneException if anything of it is left; says what
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      held.takeDown();
    }
  }
}
