// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.Locale;

/** Everything that can be set, by flag or by an environment variable of the same name. */
enum Flag {
  WORKER_ID("N", "serve without Kubernetes under this worker ID (0 to 1023)"),
  LEASE("FILE", "in a pod: the lease [/kezuri/lease/lease.json]"),
  POD_UID("UID", "in a pod: its UID, which the lease must name"),
  LISTEN("HOST:PORT", "where IDs are issued [127.0.0.1:11212, and [::1]:11212 if there is one]"),
  ADMIN_LISTEN(
      "HOST:PORT|off", "probes and metrics [in a pod 0.0.0.0:11213, else 127.0.0.1:11213]"),
  STATE_DIR("DIR", "what must survive a restart [/kezuri/state, or ~/.local/state/kezuri/<N>]"),
  TERMINATION_MESSAGE("FILE", "where the last word goes [in a pod /dev/termination-log]"),
  ALLOW_TMPFS(null, "accept a state folder in memory: it is lost with the machine"),
  IDLE_TIMEOUT("TIME", "close connections without a command for so long, e.g. 90s, 10m, 1h [10m]"),
  MAX_CONNECTIONS("N", "serve so many connections at a time [1024]"),
  HELP(null, "print this and end"),
  VERSION(null, "print the version and end");

  private final String value;
  private final String help;

  Flag(String value, String help) {
    this.value = value;
    this.help = help;
  }

  /** Returns {@code --worker-id}. */
  String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns {@code KEZURI_WORKER_ID}. */
  String env() {
    return "KEZURI_" + name();
  }

  boolean takesValue() {
    return value != null;
  }

  /** Returns its line of the help text. */
  String helpLine() {
    return String.format("  %-28s %s%n", takesValue() ? flag() + " " + value : flag(), help);
  }
}
