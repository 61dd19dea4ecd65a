// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import java.util.Arrays;

/** The open answer of a connection that pauses; whole says that nothing of it has been sent. */
@SuppressWarnings("ArrayRecordComponent") // carried from one place to the next, never compared
record HeldAnswer(byte[] bytes, boolean isWhole) {
  static HeldAnswer of(Answer answer) {
    return new HeldAnswer(Arrays.copyOf(answer.bytes(), answer.length()), answer.isWhole());
  }
}
