// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.log.LogLines;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.logging.Logger;

/**
 * The file of a Unix domain socket. It outlives a process that was killed, and nothing can listen
 * while it is there: it is removed if nobody listens behind it. A file of another kind never is.
 */
public final class UnixSocketFile {
  private static final Logger LOG = Logger.getLogger(UnixSocketFile.class.getName());

  /** What Linux (108 with the 0 at the end) and the JDK, which keeps one more, have room for. */
  public static final int MAX_BYTES = 106;

  private static final int TYPE_MASK = 0170000;
  private static final int TYPE_SOCKET = 0140000;

  private UnixSocketFile() {}

  /** Returns how many bytes a path has. */
  public static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** What is at a path. */
  public enum Found {
    /** No file. */
    NOTHING,
    /** A socket that somebody listens on. */
    LIVE,
    /** A socket that nobody listens on any more. */
    STALE,
    /** A file of another kind, a link too. */
    OTHER
  }

  /** Returns what is at a path; asks who is there, and changes nothing. */
  public static Found look(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Found.NOTHING;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE_MASK) != TYPE_SOCKET) {
      return Found.OTHER;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Not to wait in the queue of a process that hangs: a queue is life enough.
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return Found.LIVE;
    } catch (ConnectException refused) {
      return Found.STALE;
    } catch (IOException notKnown) {
      return Found.LIVE;
    }
  }

  /** Makes way for a socket, or throws with the reason why that cannot be. */
  static void makeWay(Path path) throws IOException {
    if (!Files.isDirectory(path.getParent())) {
      throw new IOException("there is no folder " + path.getParent());
    }
    switch (look(path)) {
      case NOTHING -> {}
      case LIVE -> throw new IOException("the socket is in use");
      case OTHER -> throw new IOException("a file that is no socket is there, and is left alone");
      case STALE -> {
        Files.delete(path);
        LOG.info("event=stale_socket_removed path=" + LogLines.quoted(path.toString()));
      }
    }
  }
}
