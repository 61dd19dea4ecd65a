// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that carries the lease into the pod; it belongs to whoever writes the annotation. */
public final class LeaseFile {
  /** What the file says. */
  public sealed interface Reading {
    /** A lease for this pod. */
    record Good(Lease lease) implements Reading {}

    /** Nothing that can be used, and why, in one line. */
    record Bad(String why) implements Reading {}
  }

  /** Where the file's bytes come from. */
  public interface Content {
    /** Returns the bytes there are, the first {@code most} of them. */
    byte[] read(int most) throws IOException;
  }

  private record OfFile(Path file) implements Content {
    @Override
    public byte[] read(int most) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(most);
      }
    }
  }

  private static final int MAX_BYTES = 64 * 1024;

  private final Path file;
  private final Content content;
  private final String podUid;
  private Reading last;

  LeaseFile(Path file, String podUid) {
    this(file, new OfFile(file), podUid);
  }

  /**
   * Makes one whose bytes come from {@code content}.
   *
   * @param file its name, for messages
   * @param podUid the pod whose leases are taken
   */
  public LeaseFile(Path file, Content content, String podUid) {
    this.file = file;
    this.content = content;
    this.podUid = podUid;
  }

  Path folder() {
    return file.getParent();
  }

  /** Returns what the file says now if that is not what it said the last time. */
  Optional<Reading> readIfChanged() {
    Reading now = read();
    if (now.equals(last)) {
      return Optional.empty();
    }
    last = now;
    return Optional.of(now);
  }

  private Reading read() {
    try {
      byte[] bytes = content.read(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        return bad("longer than " + MAX_BYTES + " bytes");
      }
      Lease lease = LeaseCodec.read(bytes);
      return lease.podUid().equals(podUid)
          ? new Reading.Good(lease)
          : bad("it is for pod " + lease.podUid() + ", and this is pod " + podUid);
    } catch (LeaseFormatException e) {
      return bad(e.getMessage());
    } catch (NoSuchFileException e) {
      return bad("there is no such file");
    } catch (IOException e) {
      return bad(String.valueOf(e.getMessage()));
    }
  }

  private Reading bad(String why) {
    return new Reading.Bad("lease file " + file + ": " + why);
  }
}
