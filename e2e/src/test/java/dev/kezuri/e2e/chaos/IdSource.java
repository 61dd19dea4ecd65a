// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.local.TextClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedException;

/** A connection that brings IDs, in the order in which the sidecar gave them. */
interface IdSource extends AutoCloseable {
  /** Returns {@code count} IDs, or says why there are none. */
  List<Long> get(int count) throws IOException;

  @Override
  void close() throws IOException;

  /** By the text protocol, over a socket. */
  static IdSource text(InetSocketAddress address) throws IOException {
    TextClient client = new TextClient(address);
    return new IdSource() {
      @Override
      public List<Long> get(int count) throws IOException {
        return client.get(count);
      }

      @Override
      public void close() throws IOException {
        client.close();
      }
    };
  }

  /** By xmemcached and the binary protocol. */
  static IdSource xmemcached(InetSocketAddress address) throws IOException {
    XMemcachedClientBuilder builder = new XMemcachedClientBuilder(List.of(address));
    builder.setCommandFactory(new BinaryCommandFactory());
    MemcachedClient client = builder.build();
    client.setOptimizeGet(false);
    return new IdSource() {
      @Override
      public List<Long> get(int count) throws IOException {
        return many(client, count);
      }

      @Override
      public void close() throws IOException {
        client.shutdown();
      }
    };
  }

  private static List<Long> many(MemcachedClient client, int count) throws IOException {
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "id" + i).toList();
    try {
      Map<String, String> values = client.get(keys);
      if (values == null || values.size() != count) {
        throw new IOException("xmemcached: not " + count + " values");
      }
      List<Long> ids = new ArrayList<>(count);
      keys.forEach(key -> ids.add(Long.parseLong(values.get(key))));
      return ids;
    } catch (MemcachedException | TimeoutException e) {
      throw new IOException("xmemcached: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
