// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * IDs a second of one issuer on one thread, reservations and fdatasync on a second one included.
 *
 * <p>With 12 bits of sequence the layout's ceiling is 4,096 a millisecond: what is measured is how
 * near to it the issuer comes, waiting for the next millisecond included. With 20 bits nothing is
 * waited for: what is measured is the cost of an ID.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class IdIssuerBenchmark {
  /** Width of the sequence. */
  @Param({"12", "20"})
  public int sequenceBits;

  private Path folder;
  private StateFolder state;
  private ExecutorService disk;
  private IdIssuer issuer;

  /** Opens a state folder where the system keeps temporary files. */
  @Setup
  public void open() throws IOException {
    IdLayout layout = new IdLayout(IdLayout.DEFAULT.epochMs(), 41, 2, sequenceBits);
    folder = Files.createTempDirectory("kezuri-bench");
    state = StateFolder.open(folder, true);
    disk = Executors.newSingleThreadExecutor();
    issuer = new IdIssuer(TimeSource.SYSTEM, state, disk, () -> {});
    issuer.adopt(Lease.standalone(1, layout));
  }

  /** One ID, whatever it has to wait for. */
  @Benchmark
  public long id() {
    long id = issuer.nextId();
    while (id < 0) {
      Thread.onSpinWait();
      id = issuer.nextId();
    }
    return id;
  }

  /** Removes the folder. */
  @TearDown
  public void close() throws IOException {
    disk.close();
    state.close();
    for (String name : new String[] {"state", "lock"}) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }
}
