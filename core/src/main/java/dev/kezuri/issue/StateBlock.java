// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One block of the state file: a record, the number of its write, and a checksum over the whole
 * block, so that a torn or rotten one is seen wherever it is hurt.
 *
 * @param write counts the writes; the highest is the newest
 * @param record what was written
 */
record StateBlock(long write, StateRecord record) {
  /** Bytes of a block: what disks and file systems write as one at best, and lose as one. */
  static final int SIZE = 4096;

  private static final long MAGIC = 0x4b657a7572695374L; // KezuriSt
  private static final int FORMAT = 1;
  private static final int MAX_POD_UID_BYTES = 1024;

  byte[] encode() {
    byte[] uid = record.podUid().getBytes(StandardCharsets.UTF_8);
    if (uid.length > MAX_POD_UID_BYTES) {
      throw new IllegalArgumentException("podUid must have at most 1024 bytes: " + uid.length);
    }
    ByteBuffer block = ByteBuffer.allocate(SIZE);
    block.putLong(MAGIC).putInt(FORMAT).putLong(write);
    block.putInt(record.workerId()).putLong(record.notBeforeMs()).putInt(record.turn());
    block.putLong(record.untilMs()).put((byte) (record.closed() ? 1 : 0));
    block.putInt(uid.length).put(uid);
    return block.putInt(SIZE - Integer.BYTES, checksum(block.array())).array();
  }

  /** Returns the block of these bytes; empty if they are no whole block of a known format. */
  static Optional<StateBlock> decode(byte[] bytes) {
    ByteBuffer block = ByteBuffer.wrap(bytes);
    if (bytes.length != SIZE
        || block.getInt(SIZE - Integer.BYTES) != checksum(bytes)
        || block.getLong() != MAGIC
        || block.getInt() != FORMAT) {
      return Optional.empty();
    }
    long write = block.getLong();
    int workerId = block.getInt();
    long notBeforeMs = block.getLong();
    int turn = block.getInt();
    long untilMs = block.getLong();
    boolean closed = block.get() != 0;
    byte[] uid = new byte[block.getInt()];
    block.get(uid);
    String podUid = new String(uid, StandardCharsets.UTF_8);
    return Optional.of(
        new StateBlock(
            write, new StateRecord(podUid, workerId, notBeforeMs, turn, untilMs, closed)));
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, SIZE - Integer.BYTES);
    return (int) crc.getValue();
  }
}
