// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.node.KezuriChart;
import dev.kezuri.local.node.NodeOptions;
import dev.kezuri.local.node.RealNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A real node with this build's images on it, and the way to its etcd. */
final class Stage implements AutoCloseable {
  private static final Path TOP = Path.of(System.getProperty("kezuri.top", ""));

  private final RealNode node;
  private final KubernetesClient client;
  private final EtcdDoor door;
  private final Place place;

  private Stage(RealNode node, Path folder) throws IOException {
    this.node = node;
    this.client = new KubernetesClientBuilder().withConfig(node.config()).build();
    this.door = EtcdDoor.open(node);
    this.place = new Place(node, client, chart(), door.url(), folder, InstantSource.system());
  }

  /** Brings a node up; what it and its pods write goes to {@code folder}, which is empty. */
  static Stage bringUp(Path folder) throws IOException, InterruptedException {
    Path image = Applicant.pack(Path.of(System.getProperty("kezuri.draw")), folder);
    FoundBinaries binaries =
        ControlPlaneBinaries.of(Progress.on(System.err))
            .findOrBuild(Binary.OF_A_NODE.toArray(Binary[]::new));
    List<Path> images = new ArrayList<>(chart().images(TOP.resolve("dist/images")));
    images.add(image);
    NodeOptions options = NodeOptions.defaults().withImages(images).withLogs(folder.resolve("log"));
    RealNode node = RealNode.start(binaries, TOP.resolve("local/node"), options);
    try {
      return new Stage(node, folder);
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static KezuriChart chart() {
    return new KezuriChart(TOP.resolve("deploy/chart"));
  }

  /** Installs Kezuri, as built and with a second tag of the same images beside it. */
  void install() throws IOException {
    for (String image : List.of(Versions.OPERATOR, Versions.SIDECAR)) {
      String built = "docker.io/library/" + image + ":";
      place.ctr("images", "tag", built + Versions.BUILT.tag(), built + Versions.NEXT.tag());
    }
    place.install(Versions.BUILT.values());
    Operators.awaitRolledOut(client);
    place.awaitContent();
  }

  Place place() {
    return place;
  }

  @Override
  public void close() throws IOException {
    door.close();
    client.close();
    node.close();
  }
}
