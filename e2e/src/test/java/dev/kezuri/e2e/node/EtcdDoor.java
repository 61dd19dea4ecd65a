// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.node.RealNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A port of this machine's loopback that leads to the node's etcd, which has a network of its own.
 */
final class EtcdDoor implements AutoCloseable {
  private static final String ETCD = "TCP:127.0.0.1:2379";

  private final Path inner;
  private final Process inside;
  private final ServerSocket outer;

  private EtcdDoor(Path inner, Process inside, ServerSocket outer) {
    this.inner = inner;
    this.inside = inside;
    this.outer = outer;
  }

  /** Opens it; what listens in the node goes with the node. */
  static EtcdDoor open(RealNode node) throws IOException {
    Path inner = node.folder().resolve("run/etcd.sock");
    Process inside =
        new ProcessBuilder(
                node.inside("socat", "UNIX-LISTEN:" + inner + ",fork,unlink-early,mode=600", ETCD))
            .redirectErrorStream(true)
            .redirectOutput(node.folder().resolve("log/etcd-door.log").toFile())
            .start();
    Story.await("the way to etcd", () -> Files.exists(inner));
    EtcdDoor door =
        new EtcdDoor(inner, inside, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("etcd-door").start(door::accept);
    return door;
  }

  String url() {
    return "http://127.0.0.1:" + outer.getLocalPort();
  }

  private void accept() {
    while (!outer.isClosed()) {
      try {
        Socket client = outer.accept();
        SocketChannel etcd = SocketChannel.open(StandardProtocolFamily.UNIX);
        etcd.connect(UnixDomainSocketAddress.of(inner));
        pipe(client.getInputStream(), Channels.newOutputStream(etcd), client, etcd);
        pipe(Channels.newInputStream(etcd), client.getOutputStream(), client, etcd);
      } catch (IOException e) {
        // The watch comes again; without a door at all it says so.
        continue;
      }
    }
  }

  private static void pipe(InputStream in, OutputStream out, Socket client, SocketChannel etcd) {
    Thread.ofPlatform()
        .daemon()
        .name("etcd-door")
        .start(
            () -> {
              try (client;
                  etcd) {
                in.transferTo(out);
              } catch (IOException e) {
                // One end is closed, and so is the other now.
                return;
              }
            });
  }

  @Override
  public void close() throws IOException {
    outer.close();
    inside.destroy();
  }
}
