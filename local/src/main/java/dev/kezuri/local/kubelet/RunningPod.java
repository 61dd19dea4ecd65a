// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A pod on a {@link ProcessKubelet}: where it is, and what can befall it. Stays with the pod of its
 * UID, also when another one is made under its name, and when its object is gone.
 */
public final class RunningPod {
  private final PodWorker worker;

  RunningPod(PodWorker worker) {
    this.worker = worker;
  }

  /** Returns the pod's UID. */
  public String uid() {
    return worker.pod().getMetadata().getUid();
  }

  /** Returns where its sidecar serves IDs; the same for all its processes. */
  public InetSocketAddress address() {
    return new InetSocketAddress(PodFolder.HOST, worker.ports().ids());
  }

  /** Returns where its sidecar answers probes. */
  public InetSocketAddress adminAddress() {
    return new InetSocketAddress(PodFolder.HOST, worker.ports().admin());
  }

  /** Returns the process ID of its sidecar, empty while none runs. */
  public OptionalLong pid() {
    return worker.process().filter(SidecarProcess::alive).stream()
        .mapToLong(SidecarProcess::pid)
        .findFirst();
  }

  /** Returns the folder that holds all its files. */
  public Path folder() {
    return worker.folder().path();
  }

  /** Returns its state emptyDir. */
  public Path stateFolder() {
    return worker.folder().state();
  }

  /** Returns what its sidecar's processes have printed. */
  public Path log() {
    return worker.folder().log();
  }

  /** Sends SIGTERM to the sidecar; the pod lives on. */
  public void term() {
    worker.process().ifPresent(SidecarProcess::term);
  }

  /** Sends SIGKILL to the sidecar; the pod lives on. */
  public void kill() {
    worker.process().ifPresent(SidecarProcess::kill);
  }

  /** Empties the state emptyDir, as a re-imaged node does; best while no process runs. */
  public void emptyState() {
    FileTrees.empty(stateFolder());
  }

  /** Has the next process end without a termination message in the status. */
  public void loseNextMessage() {
    worker.loseMessage();
  }

  /** Ends the application containers by themselves, as a Job's do: TERM, then Succeeded. */
  public void finish() {
    worker.offer(new PodEvent.AppsFinished());
  }
}
