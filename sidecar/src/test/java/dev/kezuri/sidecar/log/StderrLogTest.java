// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class StderrLogTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private StderrLog open() {
    PrintStream before = System.err;
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      return new StderrLog(new LineFormatter(LogFormat.LOGFMT));
    } finally {
      System.setErr(before);
    }
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static void flood(StderrLog log) {
    for (int i = 0; i < 1000; i++) {
      log.publish(new LogRecord(Level.SEVERE, "event=connection_failed text=鰹節"));
    }
  }

  @Test
  void shouldSayHowMuchOfAFloodItLeftOut() {
    StderrLog log = open();
    flood(log);

    assertThat(text()).hasLineCount(10).contains("level=error event=connection_failed text=\"鰹節\"");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> text().contains(" level=warn event=connection_failed suppressed=990\n"));
    log.close();
    assertThat(text()).as("said once").hasLineCount(11);
  }

  @Test
  void shouldSayItWhenItEnds() {
    StderrLog log = open();
    flood(log);

    log.close();

    assertThat(text()).endsWith(" event=connection_failed suppressed=990\n");
  }
}
