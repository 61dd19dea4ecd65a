// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * etcd and kube-apiserver as child processes on 127.0.0.1, with their data in a temporary folder.
 * RBAC is on. No controller manager runs: nothing is garbage-collected, no service account gets a
 * token, a deleted namespace stays Terminating. Both end with this JVM, even after kill -9.
 */
public final class RealControlPlane implements ControlPlane {
  private static final Duration READY_BOUND = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(40);
  private static final int ATTEMPTS = 3;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Path folder;
  private final Leash leash;
  private final Tokens tokens = Tokens.random();
  private final FoundBinaries binaries;
  private final List<String> flags;
  private List<String> apiServerCommand;
  private int port;
  private Etcd etcd;
  private ServerProcess apiServer;
  private ApiAddress admin;
  private Path kubeconfig;

  /** Finds or builds the binaries, with progress on standard error, and starts them. */
  public static RealControlPlane start() {
    return start(ControlPlaneBinaries.of(Progress.on(System.err)).findOrBuild());
  }

  /**
   * Starts {@code binaries}, adding {@code flags} to kube-apiserver's; returns when it is ready.
   */
  public static RealControlPlane start(FoundBinaries binaries, String... flags) {
    for (int attempt = 1; ; attempt++) {
      RealControlPlane plane = null;
      try {
        plane = new RealControlPlane(binaries, List.of(flags));
        plane.startBoth();
        return plane;
      } catch (IOException e) {
        closeQuietly(plane);
        throw new ControlPlaneException("cannot start the API server: " + e.getMessage(), e);
      } catch (PortTakenException e) {
        closeQuietly(plane);
        if (attempt == ATTEMPTS) {
          throw new ControlPlaneException(e.getMessage(), e);
        }
      } catch (RuntimeException e) {
        closeQuietly(plane);
        throw e;
      }
    }
  }

  private RealControlPlane(FoundBinaries binaries, List<String> flags) throws IOException {
    this.binaries = binaries;
    this.folder = Files.createTempDirectory("kezuri-control-plane-");
    this.leash = Leash.on(folder);
    this.flags = flags;
  }

  private List<String> apiServerCommand() throws IOException {
    ServiceAccountKeys keys = ServiceAccountKeys.write(folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.path(Binary.KUBE_APISERVER).toString(),
                "--etcd-servers=" + etcd.url(),
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--cert-dir=" + folder.resolve("certs"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + keys.verifying(),
                "--service-account-signing-key-file=" + keys.signing(),
                "--authorization-mode=RBAC",
                "--token-auth-file=" + tokens.write(folder),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--allow-privileged=true",
                // Pods would wait for a service account, which nobody makes here.
                "--disable-admission-plugins=ServiceAccount"));
    command.addAll(flags);
    return command;
  }

  private void startBoth() throws IOException {
    List<Integer> ports = FreePorts.take(3);
    port = ports.get(0);
    etcd = Etcd.start(leash, folder, binaries.path(Binary.ETCD), ports.get(1), ports.get(2));
    apiServerCommand = apiServerCommand();
    apiServer = ServerProcess.start(leash, "kube-apiserver", folder, apiServerCommand);
    Readiness readiness = awaitReady();
    admin = new ApiAddress("https://127.0.0.1:" + port, readiness.certificates(), tokens.admin());
    kubeconfig = admin.writeKubeconfig(folder.resolve("kubeconfig"));
  }

  private Readiness awaitReady() {
    Readiness readiness =
        new Readiness(port, folder.resolve("certs/apiserver.crt"), tokens.admin());
    Stopwatch waited = Stopwatch.start();
    try {
      while (!readiness.reached()) {
        if (apiServer.endsWithin(POLL)) {
          throw died(apiServer);
        }
        if (etcd.endsWithin(Duration.ZERO)) {
          throw died(etcd.process());
        }
        if (waited.elapsed().compareTo(READY_BOUND) > 0) {
          throw new ControlPlaneException(
              "kube-apiserver does not answer %s after %d s; its last lines:%n%s"
                  .formatted(readiness.awaited(), READY_BOUND.toSeconds(), apiServer.tail()));
        }
      }
      return readiness;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while the API server started", e);
    }
  }

  private static RuntimeException died(ServerProcess process) {
    String tail = process.tail();
    String message = process.name() + " ended while starting; its last lines:\n" + tail;
    return tail.contains("address already in use")
        ? new PortTakenException(message)
        : new ControlPlaneException(message);
  }

  @Override
  public String name() {
    return "etcd and kube-apiserver " + binaries.version(Binary.KUBE_APISERVER);
  }

  @Override
  public Config config() {
    return admin.config();
  }

  /** A Config for someone who is authenticated but has no right at all. */
  public Config nobodysConfig() {
    return new ApiAddress(admin.url(), admin.caPem(), tokens.nobody()).config();
  }

  /** A Config for {@code user}, such as {@code system:serviceaccount:shop:default}, by RBAC. */
  public Config configAs(String user, String... groups) {
    Config config = admin.config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(groups);
    return config;
  }

  @Override
  public Optional<Path> kubeconfig() {
    return Optional.of(kubeconfig);
  }

  /** Kills the API server, as kill -9 does; etcd goes on. */
  public synchronized void killApiServer() {
    apiServer.kill();
  }

  /** Stops the API server in its tracks: connections stay open, nothing is answered. */
  public synchronized void freezeApiServer() {
    apiServer.freeze();
  }

  /** Lets a frozen API server go on. */
  public synchronized void resumeApiServer() {
    apiServer.signal("CONT");
  }

  /** Starts the API server again, on the same port and data; returns when it is ready. */
  public synchronized void restartApiServer() {
    apiServer.kill();
    try {
      apiServer = ServerProcess.start(leash, "kube-apiserver", folder, apiServerCommand);
    } catch (IOException e) {
      throw new ControlPlaneException("cannot start kube-apiserver: " + e.getMessage(), e);
    }
    awaitReady();
  }

  /** The etcd below it. */
  public Etcd etcd() {
    return etcd;
  }

  /** The processes, for tests that count them. */
  List<Long> pids() {
    return List.of(etcd.pid(), apiServer.pid());
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // Nothing in the folder is kept, so that there is nothing to end in order.
      if (apiServer != null) {
        apiServer.kill();
      }
      if (etcd != null) {
        etcd.kill();
      }
      leash.close();
    }
  }

  private static void closeQuietly(RealControlPlane plane) {
    if (plane != null) {
      plane.close();
    }
  }

  private static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
      super(message);
    }
  }
}
