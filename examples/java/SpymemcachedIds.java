// SPDX-License-Identifier: Apache-2.0
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.GetFuture;

/**
 * IDs with spymemcached, over the binary or the text protocol.
 *
 * <p>{@code java -cp 'JARS/*' SpymemcachedIds.java HOST:PORT [binary]}; {@code Loop} says what it
 * reads.
 */
final class SpymemcachedIds implements Loop.Ids {
  private final MemcachedClient client;
  private final InetSocketAddress server;

  SpymemcachedIds(String address, boolean binary) throws Exception {
    server = AddrUtil.getAddresses(address).getFirst();
    client =
        new MemcachedClient(
            new ConnectionFactoryBuilder()
                .setProtocol(binary ? Protocol.BINARY : Protocol.TEXT)
                // Optimizing merges gets of one key that wait to be sent: their callers would
                // share one ID. It is on in DefaultConnectionFactory and BinaryConnectionFactory.
                .setShouldOptimize(false)
                // Of one server, Redistribute would only keep asking it. Cancel fails at once while
                // the sidecar restarts, and does not queue calls up to their timeouts.
                .setFailureMode(FailureMode.Cancel)
                .setMaxReconnectDelay(1) // seconds; 30 by default
                .setOpTimeout(5000)
                .setDaemon(true)
                .build(),
            List.of(server));
  }

  /** With the binary protocol get() returns null where no ID may be issued: only a future tells. */
  @Override
  public long nextId() throws Exception {
    GetFuture<Object> call = client.asyncGet("id");
    Object value = call.get();
    if (value == null) {
      throw new IllegalStateException("the server sent no ID: " + call.getStatus().getMessage());
    }
    return Long.parseLong((String) value);
  }

  /**
   * Each key brings one ID. Keys must differ, as the answer is a map; they are sent in an order of
   * the client's own, so the IDs are put in order here.
   */
  @Override
  public List<Long> nextIds(int count) {
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "id" + i).toList();
    Map<String, Object> values = client.getBulk(keys);
    if (values.size() != count) {
      // A server that may issue no ID leaves the map empty, without an exception.
      throw new IllegalStateException(values.size() + " IDs came, not " + count);
    }
    return values.values().stream().map(value -> Long.parseLong((String) value)).sorted().toList();
  }

  @Override
  public String version() {
    return client.getVersions().get(server);
  }

  @Override
  public Map<String, String> stats() {
    return client.getStats().get(server);
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
    Loop.serve(new SpymemcachedIds(args[0], args.length > 1 && args[1].equals("binary")));
  }
}
