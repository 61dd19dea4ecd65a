// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class LoopBufferTest {
  private final LoopBuffer loopBuffer = new LoopBuffer(64);

  private ByteBuf take(int count) {
    return loopBuffer.take(ByteBufAllocator.DEFAULT, count);
  }

  @Test
  void shouldGiveTheSameBufferEmptyWhenItIsBack() {
    // Given
    ByteBuf first = take(10);
    first.writeLong(1);
    first.release();

    // When
    ByteBuf second = take(64);

    // Then
    assertThat(second).isSameAs(first);
    assertThat(second.readableBytes()).isZero();
    assertThat(second.writableBytes()).isEqualTo(64);
    second.release();
  }

  @Test
  void shouldNotTouchWhatIsStillOnItsWay() {
    // Given
    ByteBuf first = take(10).writeInt(7);

    // When
    ByteBuf second = take(10).writeInt(8);

    // Then
    assertThat(first.readInt()).isEqualTo(7);
    assertThat(second.readInt()).isEqualTo(8);
    assertThat(first.release()).as("the loop keeps its buffer").isFalse();
    assertThat(second.release()).isTrue();
  }

  @Test
  void shouldHelpOutWhenMoreIsWantedThanItHas() {
    ByteBuf large = take(65);

    assertThat(large.writableBytes()).isEqualTo(65);
    assertThat(large.release()).isTrue();
  }
}
