// SPDX-License-Identifier: Apache-2.0
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.utils.AddrUtil;

/**
 * IDs with xmemcached, over the binary or the text protocol.
 *
 * <p>{@code java -cp 'JARS/*' XmemcachedIds.java HOST:PORT [binary]}; {@code Loop} says what it
 * reads.
 */
final class XmemcachedIds implements Loop.Ids {
  private final MemcachedClient client;

  XmemcachedIds(String address, boolean binary) throws Exception {
    var builder = new XMemcachedClientBuilder(AddrUtil.getAddresses(address));
    if (binary) {
      builder.setCommandFactory(new BinaryCommandFactory());
    }
    builder.setHealSessionInterval(200); // milliseconds until it connects again; 2,000 by default
    builder.setOpTimeout(5000);
    client = builder.build();
    // Merging gets of one key that are under way at once is on by default, and makes their callers
    // share one ID: five of six IDs were drawn twice or more without this line.
    client.setOptimizeGet(false);
  }

  @Override
  public long nextId() throws Exception {
    String value = client.get("id");
    if (value == null) {
      throw new IllegalStateException("the server sent no ID");
    }
    return Long.parseLong(value);
  }

  /** Each key brings one ID, in the keys' order. Keys must differ, as the answer is a map. */
  @Override
  public List<Long> nextIds(int count) throws Exception {
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "id" + i).toList();
    Map<String, String> values = client.get(keys);
    if (values == null || values.size() != count) {
      throw new IllegalStateException(values + " came, not " + count + " IDs");
    }
    List<Long> ids = new ArrayList<>();
    for (String key : keys) {
      ids.add(Long.parseLong(values.get(key)));
    }
    return ids;
  }

  @Override
  public String version() throws Exception {
    return client.getVersions().values().iterator().next();
  }

  @Override
  public Map<String, String> stats() throws Exception {
    return client.getStats().values().iterator().next();
  }

  public static void main(String[] args) throws Exception {
    var ids = new XmemcachedIds(args[0], args.length > 1 && args[1].equals("binary"));
    Loop.serve(ids);
    ids.client.shutdown();
  }
}
