// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import java.util.Map;

/** Tags of Kezuri's two images in the node. */
record Versions(String tag) {
  /** What was built. */
  static final Versions BUILT = new Versions(System.getProperty("kezuri.version"));

  /** The same again, in the place of a newer version. */
  static final Versions NEXT = new Versions(BUILT.tag + "-next");

  static final String OPERATOR = "kezuri-operator";
  static final String SIDECAR = "kezuri-sidecar";

  String operator() {
    return OPERATOR + ":" + tag;
  }

  String sidecar() {
    return SIDECAR + ":" + tag;
  }

  /** The chart's values for them. */
  Map<String, Object> values() {
    return Map.of("operator.tag", tag, "injection.sidecarImage", sidecar());
  }
}
