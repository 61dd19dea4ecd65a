// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.StatePreview;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state folder, looked at and not touched.
 *
 * @param preview what it holds
 * @param findings what is said of it
 */
record StateCheck(StatePreview preview, List<Finding> findings) {
  private static final String TOPIC = "state";

  static StateCheck of(SidecarOptions options) {
    Path folder = options.stateDir();
    List<Finding> findings = new ArrayList<>();
    StatePreview preview = StatePreview.of(Optional.empty());
    try {
      preview = StatePreview.of(read(folder.resolve(StatePreview.STATE_FILE)));
      findings.add(place(folder, options.allowTmpfs(), preview));
      content(folder, preview).ifPresent(findings::add);
      lock(folder).ifPresent(findings::add);
    } catch (IOException e) {
      findings.add(
          unusable(
              "state folder " + folder + " cannot be read: " + e,
              "run check as the user that the sidecar runs as, and see to the folder's owner"));
    }
    return new StateCheck(preview, findings);
  }

  private static Finding unusable(String text, String remedy) {
    return new Finding(TOPIC, text, ExitCode.STATE_UNUSABLE, remedy);
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(StatePreview.BYTES));
    }
  }

  private static Finding place(Path folder, boolean allowTmpfs, StatePreview preview)
      throws IOException {
    Path there = folder;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    String name = "state folder " + folder;
    if (!Files.isDirectory(there)) {
      return unusable(name + ": " + there + " is no folder", "give another --state-dir");
    }
    FileStore store = Files.getFileStore(there);
    boolean inMemory = store.type().equals("tmpfs") || store.type().equals("ramfs");
    if (inMemory && !allowTmpfs) {
      return unusable(
          name + " is in memory (" + store.type() + ") and would not survive a restart",
          "use a folder on a disk (an emptyDir without medium: Memory), or give --allow-tmpfs");
    }
    if (store.isReadOnly() || !Files.isWritable(there)) {
      return unusable(
          name + " is read-only for this user: " + there,
          "mount it writable, or give it to the user that the sidecar runs as");
    }
    // A folder with a state needs no more room ever.
    if (store.getTotalSpace() > 0
        && store.getUsableSpace() < StatePreview.BYTES
        && preview.describe().isEmpty()) {
      return unusable(
          name + " is full: " + store.getUsableSpace() + " bytes left",
          "make room for " + StatePreview.BYTES + " bytes");
    }
    String kind = store.type() + ", " + store.getUsableSpace() / (1024 * 1024) + " MiB free";
    return Finding.fine(
        TOPIC, folder + (there.equals(folder) ? "" : ", to be made") + " (" + kind + ")");
  }

  private static Optional<Finding> content(Path folder, StatePreview preview) {
    String damaged =
        preview.damagedBlocks() == 0
            ? ""
            : "; " + preview.damagedBlocks() + " of 4 blocks damaged, to be mended at the start";
    String lost =
        Files.exists(folder.resolve(StatePreview.LOST_FILE))
            ? "; was found lost before, and would not end again to say so"
            : "";
    return Optional.of(
        Finding.fine(TOPIC, preview.describe().orElse("no record") + damaged + lost));
  }

  /**
   * A shared lock for a moment is the one way that works on all file systems to ask who has the
   * other one; a sidecar that starts in just that moment would be started again.
   */
  private static Optional<Finding> lock(Path folder) throws IOException {
    Path file = folder.resolve(StatePreview.LOCK_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock != null
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  TOPIC,
                  "a sidecar runs on " + folder + ": it is locked",
                  ExitCode.STATE_BUSY,
                  "none is needed if that one is meant to run; a second one needs a folder, and"
                      + " outside of Kubernetes a worker ID, of its own"));
    }
  }
}
