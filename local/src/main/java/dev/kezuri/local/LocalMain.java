// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code ./kezuri up}: the whole system on one machine, until Ctrl-C. */
public final class LocalMain {
  private static final int ORDERLY_END_S = 30;

  private LocalMain() {}

  /** Runs it and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "dev/kezuri/local/logback.xml");
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    Await await = new Await();
    CountDownLatch ended = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  // In this order: whoever sees the stop has been interrupted before.
                  if (ended.getCount() > 0) {
                    main.interrupt();
                  }
                  await.stop();
                  waitFor(ended);
                }));
    int code = UpCommand.FAILED;
    try {
      Path dist = folder("dist");
      Path deploy = folder("deploy");
      code =
          new CommandLine(new UpCommand(dist, deploy, out, err, await))
              .setCaseInsensitiveEnumValuesAllowed(true)
              .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
              .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
              .execute(args);
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }

  /** A folder of the sources or the build, by the property {@code kezuri.<name>}. */
  private static Path folder(String name) {
    return Path.of(System.getProperty("kezuri." + name, name)).toAbsolutePath();
  }

  private static void waitFor(CountDownLatch ended) {
    try {
      if (!ended.await(ORDERLY_END_S, TimeUnit.SECONDS)) {
        System.err.println("kezuri: not ended in order within " + ORDERLY_END_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
