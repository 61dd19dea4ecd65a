// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.Locale;

/** Everything that can be set, by flag or by an environment variable of the same name. */
enum Flag {
  WORKER_ID("N", null, "serve without Kubernetes under this worker ID, 0 to 1023"),
  POD_UID("UID", null, "serve in a pod: its UID, which the lease must name"),
  LEASE("FILE", "/kezuri/lease/lease.json", "in a pod: the lease"),
  LISTEN(
      "ADDRESS",
      "localhost:11212",
      "where IDs are issued: HOST:PORT, [::1]:PORT or unix:/path; several by commas, or by the"
          + " flag given again. localhost is 127.0.0.1, and [::1] if the machine has it; 0.0.0.0 is"
          + " every address, of IPv6 too, for published ports"),
  UNIX_MODE("MODE", "0700", "permissions of unix:/path, octal; who may write may draw IDs"),
  ADMIN_LISTEN(
      "ADDRESS",
      "in a pod 0.0.0.0:11213, else 127.0.0.1:11213",
      "where probes and metrics are answered: HOST:PORT, or off"),
  STATE_DIR(
      "DIR", "in a pod /kezuri/state, else ~/.local/state/kezuri/N", "what must survive a restart"),
  ALLOW_TMPFS(null, "false", "accept a state folder in memory: it is lost with the machine"),
  TERMINATION_MESSAGE(
      "FILE", "in a pod /dev/termination-log, else none", "where the last word goes"),
  MAX_CONNECTIONS("N", "1024", "connections served at a time, 1 to 1000000"),
  IDLE_TIMEOUT("TIME", "10m", "close connections without a command for so long; 0 for never"),
  PARTIAL_TIMEOUT("TIME", "30s", "close connections that leave a command unfinished for so long"),
  READY_LEAD(
      "TIME",
      "1m",
      "/readyz turns false so long before an unrenewed lease ends, but at most for a quarter of"
          + " the lease; 0 for not before it has ended"),
  LOG_FORMAT("FORMAT", "logfmt", "lines on stderr: logfmt or json"),
  LOG_LEVEL("LEVEL", "info", "the least that is logged: debug, info, warn or error"),
  HELP(null, null, "print this and end"),
  VERSION(null, null, "print the version and end");

  private final String value;
  private final String otherwise;
  private final String help;

  Flag(String value, String otherwise, String help) {
    this.value = value;
    this.otherwise = otherwise;
    this.help = help;
  }

  /** Returns {@code --worker-id}. */
  String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the flag with what it takes, {@code --worker-id N}. */
  String usage() {
    return takesValue() ? flag() + " " + value : flag();
  }

  /** Returns {@code KEZURI_WORKER_ID}; null if it is no setting. */
  String env() {
    return this == HELP || this == VERSION ? null : "KEZURI_" + name();
  }

  boolean takesValue() {
    return value != null;
  }

  /** Returns whether it may be given again; its values are joined by commas. */
  boolean isRepeatable() {
    return this == LISTEN;
  }

  /** Returns what counts if it is not set, in words; null if there is nothing of the kind. */
  String otherwise() {
    return otherwise;
  }

  /** Returns what it is for. */
  String help() {
    return help;
  }
}
