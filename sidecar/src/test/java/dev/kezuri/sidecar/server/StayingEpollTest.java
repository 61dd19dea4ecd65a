// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StayingEpollTest {
  private final List<IoOps> submitted = new ArrayList<>();

  private IoRegistration register() throws Exception {
    return new StayingEpoll(new Recording()).register(null);
  }

  @Test
  void shouldNotPutASocketInTheSetBeforeItWaitsForSomething() throws Exception {
    register().submit(EpollIoOps.NONE);

    assertThat(submitted).containsExactly(EpollIoOps.NONE);
  }

  @Test
  void shouldKeepASocketInTheSetAndBeWokenOnceWhenItBreaks() throws Exception {
    // Given
    IoRegistration registration = register();
    registration.submit(EpollIoOps.EPOLLIN);

    // When
    registration.submit(EpollIoOps.NONE);

    // Then: level-triggered, a socket whose peer is gone would wake the loop for ever
    assertThat(submitted)
        .containsExactly(EpollIoOps.EPOLLIN, EpollIoOps.EPOLLERR.with(EpollIoOps.EPOLLET));
  }

  private final class Recording implements IoHandler {
    @Override
    public IoRegistration register(IoHandle handle) {
      return new Remembering();
    }

    @Override
    public int run(IoHandlerContext context) {
      return 0;
    }

    @Override
    public void wakeup() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return true;
    }
  }

  private final class Remembering implements IoRegistration {
    @Override
    public long submit(IoOps ops) {
      submitted.add(ops);
      return 0;
    }

    @Override
    public <T> T attachment() {
      return null;
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public boolean cancel() {
      return true;
    }
  }
}
