// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import dev.kezuri.local.controlplane.ApiAddress;
import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** The API server with all that is shipped in deploy/, and an audit log of the operator. */
final class Plane implements AutoCloseable {
  private static final String NAMESPACE = "kezuri-system";
  private static final String ACCOUNT = "kezuri-operator";
  private static final int APPLY_S = 120;

  private final RealControlPlane plane;
  private final KubernetesClient admin;
  private final KubernetesClient account;
  private final AuditLog audit;
  private final Path operatorKubeconfig;

  private Plane(RealControlPlane plane, AuditLog audit, Path work) throws IOException {
    this.plane = plane;
    this.audit = audit;
    admin = new KubernetesClientBuilder().withConfig(plane.config()).build();
    ApiAddress asOperator = asOperator();
    operatorKubeconfig = asOperator.writeKubeconfig(work.resolve("operator.kubeconfig"));
    account = new KubernetesClientBuilder().withConfig(asOperator.config()).build();
    Load.await("the API server serves WorkerIds", 100, APPLY_S, this::servesWorkerIds);
  }

  private boolean servesWorkerIds() {
    try {
      // Resource version 0, as the operator's informers ask: from the cache of the API server.
      admin().get(Api.workerIds() + "?resourceVersion=0");
      return true;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  static Plane start(Path top, Path work) throws IOException, InterruptedException {
    FoundBinaries binaries =
        ControlPlaneBinaries.of(Progress.on(System.err)).findOrBuild(Binary.KUBECTL);
    Path policy = work.resolve("audit.yaml");
    Files.writeString(
        policy, AuditLog.POLICY.formatted("system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT));
    Path log = work.resolve("audit.log");
    Files.deleteIfExists(log);
    Files.createFile(log);
    RealControlPlane plane =
        RealControlPlane.start(
            binaries,
            "--audit-policy-file=" + policy,
            "--audit-log-path=" + log,
            "--audit-log-maxsize=2000");
    try {
      deploy(top, binaries.path(Binary.KUBECTL), plane);
      return new Plane(plane, new AuditLog(log), work);
    } catch (IOException | InterruptedException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  private static void deploy(Path top, Path kubectl, RealControlPlane plane)
      throws IOException, InterruptedException {
    Process apply =
        new ProcessBuilder(
                kubectl.toString(),
                "--kubeconfig=" + plane.kubeconfig().orElseThrow(),
                "apply",
                "--server-side",
                "-k",
                top.resolve("deploy").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(apply.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!apply.waitFor(APPLY_S, TimeUnit.SECONDS) || apply.exitValue() != 0) {
      throw new IllegalStateException("kubectl apply -k deploy failed: " + said);
    }
  }

  /** A token of the shipped service account: the operator is let in as in its pod. */
  private ApiAddress asOperator() {
    String token =
        Api.json(
                new Api(admin)
                    .post(
                        "/api/v1/namespaces/"
                            + NAMESPACE
                            + "/serviceaccounts/"
                            + ACCOUNT
                            + "/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\","
                            + "\"spec\":{\"audiences\":[],\"expirationSeconds\":86400}}"))
            .path("status")
            .path("token")
            .asText();
    Config config = plane.config();
    String ca =
        new String(Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
    return new ApiAddress(config.getMasterUrl(), ca, token);
  }

  Api admin() {
    return new Api(admin);
  }

  /** Who may write WorkerIds and leases. */
  Api account() {
    return new Api(account);
  }

  AuditLog audit() {
    return audit;
  }

  Path operatorKubeconfig() {
    return operatorKubeconfig;
  }

  String name() {
    return plane.name();
  }

  @Override
  public void close() {
    account.close();
    admin.close();
    plane.close();
  }
}
