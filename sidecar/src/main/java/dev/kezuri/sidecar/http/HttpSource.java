// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import dev.kezuri.id.IdLayout;
import java.util.Map;
import java.util.Optional;

/** What the pages of the ID port tell of the sidecar. Called on the event loop. */
public interface HttpSource {
  /** Returns the layout in force; empty before the first lease. */
  Optional<IdLayout> layout();

  /** Returns why no ID may be issued, but for what passes by itself; empty if one may. */
  Optional<String> unavailable();

  /** Returns the answer to {@code stats}, in its order. */
  Map<String, String> stats();
}
