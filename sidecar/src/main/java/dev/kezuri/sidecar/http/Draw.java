// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import dev.kezuri.sidecar.wire.Answer;

/**
 * IDs to be drawn for an answer. In JSON they are strings: a JavaScript number has 53 bits.
 *
 * @param count how many
 * @param list whether a list was asked for, though it may have one
 * @param json whether they go into JSON, or one a line
 */
record Draw(int count, boolean list, boolean json) {
  byte[] body(long[] ids) {
    StringBuilder text = new StringBuilder(16 + 22 * ids.length);
    text.append(!json ? "" : list ? "{\"ids\":[" : "{\"id\":");
    for (int i = 0; i < ids.length; i++) {
      if (json) {
        text.append(i == 0 ? "\"" : ",\"").append(ids[i]).append('"');
      } else {
        text.append(ids[i]).append('\n');
      }
    }
    text.append(!json ? "" : list ? "]}\n" : "}\n");
    return Answer.ascii(text.toString());
  }
}
