// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example, run, and compared with the README. */
class InProcessExampleTest {
  @TempDir Path folder;

  private static long draw(Path folder, boolean allowTmpfs) throws IOException {
    // example
    ExecutorService disk = Executors.newSingleThreadExecutor();
    StateFolder state = StateFolder.open(folder, allowTmpfs);
    Thread caller = Thread.currentThread();
    IdIssuer issuer =
        new IdIssuer(TimeSource.SYSTEM, state, disk, () -> LockSupport.unpark(caller));
    Adoption adoption = issuer.adopt(Lease.standalone(17, IdLayout.DEFAULT));
    if (!(adoption instanceof Adoption.Adopted)) {
      throw new IllegalStateException(adoption.toString());
    }
    long id = issuer.nextId();
    while (id < 0 && Refusal.of(id).passing()) { // this millisecond is full, or the disk is awaited
      LockSupport.parkNanos(100_000);
      id = issuer.nextId();
    }
    if (id < 0) {
      throw new IllegalStateException(Refusal.of(id).reason());
    }
    // end
    disk.close();
    state.close();
    return id;
  }

  @Test
  void shouldDrawAnIdAsTheReadmeSays() throws IOException {
    assertThat(IdLayout.DEFAULT.decode(draw(folder, true)).workerId()).isEqualTo(17);
    assertThat(draw(folder, true)).as("after a restart").isPositive();
  }

  @Test
  void shouldBeTheReadmesCode() throws IOException {
    Matcher readme =
        Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(Path.of("README.md")));
    Matcher here =
        Pattern.compile("(?s) // example\n(.*?) *// end\n")
            .matcher(
                Files.readString(
                    Path.of("src/test/java/dev/kezuri/issue/InProcessExampleTest.java")));
    assertThat(readme.find()).isTrue();
    assertThat(here.find()).isTrue();
    assertThat(readme.group(1)).isEqualTo(here.group(1).stripTrailing().stripIndent() + "\n");
  }
}
