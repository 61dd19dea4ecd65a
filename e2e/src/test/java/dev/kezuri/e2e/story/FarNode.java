// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.local.kubelet.KubeletOptions;
import dev.kezuri.local.kubelet.KubeletTiming;
import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.kubelet.ProcessKubelet;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A second node of a story: its pods name it, and it can be cut off from the API server. */
public final class FarNode implements AutoCloseable {
  private final Story story;
  private final String name;
  private final ProcessKubelet kubelet;

  /** Starts it, with its files in {@code folder}. */
  public FarNode(Story story, Path folder) {
    this.story = story;
    this.name = "far-node-of-" + story.namespace();
    kubelet =
        new ProcessKubelet(
            story.client(),
            new KubeletOptions(
                name,
                folder,
                SidecarCommand::ofImage,
                PortAllocator.free(),
                KubeletTiming.QUICK,
                Map.of(),
                false));
    kubelet.start();
  }

  /** Makes a pod of this node. */
  public void pod(String pod) {
    story
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(pod)
                .withNamespace(story.namespace())
                .addToLabels(MetadataKeys.LABEL_GENERATOR, Story.GENERATOR)
                .endMetadata()
                .withNewSpec()
                .withNodeName(name)
                .addNewContainer()
                .withName("app")
                .withImage("app:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  /** Waits until the pod's sidecar issues IDs, started and known to be. */
  public RunningPod awaitServing(String pod) {
    Story.await(pod + " serves IDs", () -> serves(pod));
    return kubelet.pod(story.namespace(), pod).orElseThrow();
  }

  private boolean serves(String pod) throws IOException {
    RunningPod running = kubelet.pod(story.namespace(), pod).orElseThrow();
    story.draw(running, 1);
    return SidecarTurn.of(running) >= 1;
  }

  /** From now on it sees and writes nothing; its sidecars live on. */
  public void cutOff() {
    kubelet.pause();
  }

  @Override
  public void close() {
    kubelet.close();
  }
}
