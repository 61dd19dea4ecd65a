// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminHandlerTest {
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new AdminHandler(this::page, new FlightRecorder(Path.of("unused"))));

  private Page page(String path) {
    return switch (path) {
      case "/readyz" -> new Page(503, "no lease\n");
      case "/metrics" -> new Page(200, "a 1\n");
      default -> null;
    };
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private String ask(String... pieces) {
    for (String piece : pieces) {
      if (channel.isOpen()) {
        channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII));
      }
    }
    StringBuilder text = new StringBuilder();
    for (ByteBuf buf = channel.readOutbound(); buf != null; buf = channel.readOutbound()) {
      text.append(buf.toString(StandardCharsets.US_ASCII));
      buf.release();
    }
    return text.toString();
  }

  @Test
  void shouldAnswerAndCloseWhenThePageIsKnown() {
    assertThat(ask("GET /metrics?x=1 HT", "TP/1.1\r\nHost: a\r\n", "\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 4\r\n", "Connection: close\r\n")
        .endsWith("\r\n\r\na 1\n");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldGiveTheReasonWhenNotReady() {
    assertThat(ask("GET /readyz HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("\r\n\r\nno lease\n");
  }

  @Test
  void shouldLeaveTheBodyOutWhenAskedByHead() {
    assertThat(ask("HEAD /metrics HTTP/1.1\r\n\r\n")).contains("Length: 4").endsWith("\r\n\r\n");
  }

  @Test
  void shouldRefuseWhatItDoesNotServe() {
    assertThat(ask("GET /nothing HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void shouldRefuseOtherMethods() {
    assertThat(ask("POST /metrics HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @Test
  void shouldRefuseWhatIsNoHttp() {
    assertThat(ask("get id\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void shouldRefuseARequestThatDoesNotEnd() {
    assertThat(ask("GET / HTTP/1.1\r\n", "A: b\r\n".repeat(1400))).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void shouldCloseWhenTheRequestDoesNotComeInTime() {
    assertThat(ask("GET / ")).isEmpty();

    channel.advanceTimeBy(11, TimeUnit.SECONDS);
    channel.runPendingTasks();

    assertThat(channel.isOpen()).isFalse();
  }
}
