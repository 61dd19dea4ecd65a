// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

/** What a port serves. Called on the event loop. */
public interface Pages {
  /** Returns the answer to a request; null if there is no such page. */
  Reply reply(Ask ask);

  /** Returns why this sender is refused whatever it asks for; null if it is not. */
  String refusal(Sender sender);
}
