// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;

/** Pods that the kubelet runs {@link StandInSidecar} for. */
final class StandInPods {
  private StandInPods() {}

  /** Returns a pod with a probed sidecar, an application and the lease "first". */
  static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .addToAnnotations(MetadataKeys.ANNOTATION_LEASE, "first")
        .endMetadata()
        .withNewSpec()
        .addToInitContainers(sidecar())
        .addNewContainer()
        .withName("app")
        .withImage("app")
        .endContainer()
        .addToVolumes(lease())
        .endSpec()
        .build();
  }

  private static Container sidecar() {
    return new ContainerBuilder()
        .withName(MetadataKeys.SIDECAR_CONTAINER)
        .withImage("sidecar")
        .withRestartPolicy("Always")
        .addNewEnv()
        .withName("KEZURI_POD_UID")
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.uid")
        .endFieldRef()
        .endValueFrom()
        .endEnv()
        .withStartupProbe(probe("/startupz"))
        .withReadinessProbe(probe("/readyz"))
        .build();
  }

  private static Probe probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(11213)
        .endHttpGet()
        .build();
  }

  private static Volume lease() {
    return new VolumeBuilder()
        .withName(MetadataKeys.VOLUME_LEASE)
        .withNewDownwardAPI()
        .addNewItem()
        .withPath("l.json")
        .withNewFieldRef()
        .withFieldPath("metadata.annotations['" + MetadataKeys.ANNOTATION_LEASE + "']")
        .endFieldRef()
        .endItem()
        .endDownwardAPI()
        .build();
  }

  /** Returns a watcher that keeps what it sees. */
  static Watcher<Pod> watcher(List<Pod> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Pod pod) {
        seen.add(pod);
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }
}
