// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.Test;

/** The check itself, which no class of this module asks for and each has. */
class LeakCheckTest {
  @Test
  void shouldBeOnInAClassThatDoesNotAskForIt() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    assertThat(ResourceLeakDetectorFactory.instance().getClass().getName())
        .startsWith(LeakCheck.class.getName());
  }

  @Test
  void shouldFailWhenABufferIsLost() {
    lose();

    assertThatThrownBy(() -> new LeakCheck().afterAll(null))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("buffers lost");
  }

  /** In a method of its own, so that nothing on the stack still holds it. */
  private static void lose() {
    ByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
  }

  @Test
  void shouldPassWhenAllAreReleased() {
    ByteBufAllocator.DEFAULT.directBuffer(64).release();

    assertThatCode(() -> new LeakCheck().afterAll(null)).doesNotThrowAnyException();
  }
}
