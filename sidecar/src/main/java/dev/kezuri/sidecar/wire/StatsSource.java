// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import java.util.Map;

/** What {@code stats} tells; called by the event loop only. Names and values hold no newline. */
public interface StatsSource {
  /** Returns the answer to {@code stats}, in its order. */
  Map<String, String> general();

  /** Returns the answer to {@code stats settings}, in its order. */
  Map<String, String> settings();

  /** Returns the answer to {@code stats conns}, in its order. */
  Map<String, String> connections();

  /** Begins to count anew. */
  void reset();
}
