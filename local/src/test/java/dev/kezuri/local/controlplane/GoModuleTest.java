// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoModuleTest {
  @Test
  void shouldReplaceStagedLibrariesByPublishedOnes() {
    // Given
    List<String> its =
        List.of(
            "module k8s.io/kubernetes",
            "go 1.26.0",
            "godebug default=go1.26",
            "\tgithub.com/kylelemons/godebug v1.1.0 // indirect",
            "\tk8s.io/klog/v2 v2.140.0",
            "replace (",
            "\tk8s.io/client-go => ./staging/src/k8s.io/client-go",
            "\tk8s.io/api => ./staging/src/k8s.io/api",
            ")");

    // When
    String module = GoModule.kubernetes("1.37.2", its);

    // Then
    assertThat(module.lines().filter(line -> !line.isBlank()))
        .containsExactly(
            "module kezuri-build",
            "go 1.26.0",
            "godebug default=go1.26",
            "require k8s.io/kubernetes v1.37.2",
            "replace k8s.io/api => k8s.io/api v0.37.2",
            "replace k8s.io/client-go => k8s.io/client-go v0.37.2");
  }

  @Test
  void shouldNameRemedyOfEachFailure() {
    Path log = Path.of("build.log");

    assertThat(GoFailure.of(Binary.ETCD, "mod tidy", "x: dial tcp: lookup y", log))
        .hasMessageContaining("set GOPROXY");
    assertThat(GoFailure.of(Binary.ETCD, "build -v", "compile: signal: killed", log))
        .hasMessageContaining("memory");
    assertThat(GoFailure.of(Binary.ETCD, "build -v", "a\nb.go:1: broken\n\n", log))
        .hasMessage("cannot build etcd 3.7.3: go build -v failed: b.go:1: broken; see build.log");
  }
}
