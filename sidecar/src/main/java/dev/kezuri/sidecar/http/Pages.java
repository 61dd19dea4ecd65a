// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

/** What a port serves. Called on the event loop. */
public interface Pages {
  /** Returns the answer to a request; null if there is no such page. */
  Reply reply(Ask ask);

  /** Returns why a request that a web page may have made is refused; null if it is not. */
  default String refusal(String path, Sender sender) {
    return null;
  }
}
