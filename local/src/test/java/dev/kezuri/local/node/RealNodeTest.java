// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneException;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.FoundBinary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealNodeTest {
  @Test
  void shouldRefuseKubeletOfOtherVersionThanApiServer() {
    assertThatThrownBy(() -> RealNode.refuseMixed(binaries("1.36.3", "1.37.2")))
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("kube-apiserver is 1.36.3 and kubelet 1.37.2");
  }

  @Test
  void shouldTakePatchesOfOneVersion() {
    assertThatNoException().isThrownBy(() -> RealNode.refuseMixed(binaries("1.37.0", "1.37.2")));
  }

  private static FoundBinaries binaries(String apiServer, String kubelet) {
    return new FoundBinaries(
        List.of(
            found(Binary.ETCD, "3.7.3"),
            found(Binary.KUBE_APISERVER, apiServer),
            found(Binary.KUBELET, kubelet)));
  }

  private static FoundBinary found(Binary binary, String version) {
    return new FoundBinary(binary, version, "built", Path.of("/bin", binary.fileName()));
  }
}
