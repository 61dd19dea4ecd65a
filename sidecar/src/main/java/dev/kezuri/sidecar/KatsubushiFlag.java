// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.Locale;

/** The flags of go-katsubushi 2, each with what it is here, or what to do instead. */
enum KatsubushiFlag {
  WORKER_ID("N", true, "as --worker-id N"),
  PORT("N", true, "as --listen localhost:N; katsubushi listens as --listen 0.0.0.0:N does"),
  SOCK("PATH", true, "as --listen unix:PATH; -port does not count then"),
  HTTP_PORT("N", true, "one more --listen localhost:N: ID ports speak HTTP as well; 0 for none"),
  IDLE_TIMEOUT("SECONDS", true, "as --idle-timeout, in seconds or with a unit; 0 for never"),
  LOG_LEVEL("LEVEL", true, "as --log-level; warning is warn, fatal and panic are error"),
  REDIS("URL", false, "the operator gives worker IDs in Kubernetes; elsewhere give --worker-id"),
  MIN_WORKER_ID("N", false, "set workerIds.first of the IdGenerator; it was for -redis"),
  MAX_WORKER_ID("N", false, "set workerIds.last of the IdGenerator; it was for -redis"),
  GRPC_PORT("N", false, "gRPC is not spoken: use memcached's protocols or HTTP, on any ID port"),
  ENABLE_PPROF(null, false, "it is Go's profiler; --admin-listen has metrics"),
  ENABLE_STATS(null, false, "use the command stats, or /metrics of --admin-listen"),
  DEBUG_PORT("N", false, "use --admin-listen, which has probes and metrics");

  private final String value;
  private final boolean taken;
  private final String meaning;

  KatsubushiFlag(String value, boolean taken, String meaning) {
    this.value = value;
    this.taken = taken;
    this.meaning = meaning;
  }

  /** Returns the flag of a name with one dash or two, as Go takes it; null if there is none. */
  static KatsubushiFlag find(String name) {
    String bare = name.replaceFirst("^--?", "");
    for (KatsubushiFlag flag : values()) {
      if (!bare.equals(name) && flag.flag().substring(1).equals(bare)) {
        return flag;
      }
    }
    return null;
  }

  /** Returns {@code -worker-id}. */
  String flag() {
    return "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String usage() {
    return takesValue() ? flag() + " " + value : flag();
  }

  boolean takesValue() {
    return value != null;
  }

  /** Returns whether it can mean the same here. */
  boolean isTaken() {
    return taken;
  }

  /** Returns what it is here, or what to do instead. */
  String meaning() {
    return meaning;
  }

  /** Returns whether a value leaves it switched off. */
  boolean isOff(String text) {
    boolean noPort = name().endsWith("_PORT") && text.equals("0");
    return value == null ? text.equals("false") : noPort || text.isEmpty();
  }
}
