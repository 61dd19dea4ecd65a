// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.local.kubelet.PodEvent.Ended;
import java.util.Optional;

/**
 * All that the kubelet knows of a pod's sidecar.
 *
 * @param run number of its present or last process, 0 for the first
 * @param started its startup probe has succeeded
 * @param ready its readiness probe succeeds
 * @param appsStarted the application containers were started, which is once only
 * @param failures how often the startup or liveness probe failed in a row
 * @param unready how often the readiness probe failed in a row
 * @param crashes ends in a row that count for the back-off
 * @param ended how the last process ended
 */
public record PodState(
    Stage stage,
    Leaving leaving,
    int run,
    long startedAtMs,
    boolean started,
    boolean ready,
    boolean appsStarted,
    int failures,
    int unready,
    int crashes,
    Optional<Ended> ended) {
  /** A pod that its node has not seen yet. */
  public static final PodState NEW =
      new PodState(Stage.NEW, Leaving.NO, 0, 0, false, false, false, 0, 0, 0, Optional.empty());

  /** Where the sidecar is. */
  public enum Stage {
    /** Nothing has been started. */
    NEW,
    /** A process is being started. */
    STARTING,
    /** A process runs. */
    RUNNING,
    /** A process was told to end, and another follows. */
    RESTARTING,
    /** No process; the next one is waited for. */
    BACK_OFF,
    /** A process was told to end, and none follows. */
    ENDING,
    /** A finished pod without processes, whose phase is still Running. */
    SETTLING,
    /** No process, and none follows. */
    ENDED
  }

  /** Why the pod ends. */
  public enum Leaving {
    /** It goes on. */
    NO,
    /** Its applications have ended by themselves. */
    FINISHED,
    /** Its object is being deleted. */
    DELETED,
    /** Its object is gone. */
    GONE
  }

  boolean hasProcess() {
    return stage == Stage.RUNNING || stage == Stage.RESTARTING || stage == Stage.ENDING;
  }

  PodState at(Stage next) {
    return new PodState(
        next,
        leaving,
        run,
        startedAtMs,
        started,
        ready,
        appsStarted,
        failures,
        unready,
        crashes,
        ended);
  }

  PodState leaving(Leaving why, Stage next) {
    return new PodState(
        next,
        why,
        run,
        startedAtMs,
        started,
        ready,
        appsStarted,
        failures,
        unready,
        crashes,
        ended);
  }

  PodState running(long atMs) {
    return new PodState(
        Stage.RUNNING, leaving, run, atMs, false, false, appsStarted, 0, 0, crashes, ended);
  }

  PodState starting(int nextRun) {
    return new PodState(
        Stage.STARTING,
        leaving,
        nextRun,
        startedAtMs,
        false,
        false,
        appsStarted,
        0,
        0,
        crashes,
        ended);
  }

  PodState probed(boolean nowStarted, boolean nowReady, int nowFailures, int nowUnready) {
    return new PodState(
        stage,
        leaving,
        run,
        startedAtMs,
        nowStarted,
        nowReady,
        appsStarted || nowStarted,
        nowFailures,
        nowUnready,
        crashes,
        ended);
  }

  PodState ended(Stage next, int nowCrashes, Ended how) {
    return new PodState(
        next,
        leaving,
        run,
        startedAtMs,
        false,
        false,
        appsStarted,
        0,
        0,
        nowCrashes,
        Optional.of(how));
  }
}
