// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.lease.LeaseCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What the kubelet gives to a sidecar: its lease, its state folder, its termination message. */
final class PodOnDisk {
  private final Path temp;

  PodOnDisk(Path temp) {
    this.temp = temp;
  }

  SidecarProcess start() throws IOException {
    return start(Leases.POD);
  }

  /** Starts the sidecar of a pod of this UID. */
  SidecarProcess start(String podUid) throws IOException {
    return start(podUid, List.of());
  }

  SidecarProcess start(String podUid, List<String> launcher) throws IOException {
    Files.createDirectories(temp.resolve("lease"));
    return SidecarProcess.startUnder(
        launcher,
        temp,
        "--pod-uid",
        podUid,
        "--lease",
        temp.resolve("lease/lease.json").toString(),
        "--state-dir",
        state().toString(),
        "--allow-tmpfs",
        "--termination-message",
        message().toString());
  }

  void writeLease(int turn) throws IOException {
    writeLease(Leases.POD, turn);
  }

  void writeLease(String podUid, int turn) throws IOException {
    Files.createDirectories(temp.resolve("lease"));
    Path next = temp.resolve("lease/next");
    Files.writeString(next, LeaseCodec.write(Leases.of(podUid, turn)));
    Files.move(
        next,
        temp.resolve("lease/lease.json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  Path state() {
    return temp.resolve("state");
  }

  /** The file of slots and blocks. */
  Path stateFile() {
    return state().resolve("state");
  }

  Path message() {
    return temp.resolve("message");
  }
}
