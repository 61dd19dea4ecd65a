// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A folder in memory that forgets as a real one does: what was written is seen at once by all
 * processes, and is there after a power cut only if it was synced; else it is there, or not, or in
 * parts. It can end the process before any operation, fail any, and flip any byte.
 */
public final class SimulatedDisk {
  /** The process or the machine ended; not an exception that any code may handle. */
  public static final class Ended extends Error {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("the process ends here", null, false, false);
    }
  }

  private static final int SECTOR = 512;

  private final Random random;
  private final Map<String, SimulatedFile> names = new HashMap<>();
  private final List<Map<String, SimulatedFile>> namesSinceSync = new ArrayList<>();
  private SimulatedHandle holder;
  private int operations;
  private int endAt = -1;
  private int failAt = -1;
  private boolean inMemory;
  private StateFolderException.Reason failWith;

  /** Makes an empty folder; the seed decides what a power cut leaves. */
  public SimulatedDisk(long seed) {
    random = new Random(seed);
    namesSinceSync.add(Map.of());
  }

  /** Returns the folder as a new process sees it. */
  public Disk attach() {
    return new SimulatedHandle(this);
  }

  /** Ends the process before the operation after {@code more} others that change something. */
  public void endAfter(int more) {
    endAt = operations + more;
  }

  /** Lets the operation after {@code more} others fail, and all later ones work. */
  public void failAfter(int more) {
    failAt = operations + more;
  }

  /** Lets the next operation fail for this reason. */
  public void failNext(StateFolderException.Reason reason) {
    failAfter(0);
    failWith = reason;
  }

  /** Makes it a folder in memory. */
  public void setInMemory() {
    inMemory = true;
  }

  /** Returns how many operations that change something there were. */
  public int operations() {
    return operations;
  }

  /** Kills the process: what it wrote is still seen, and may not be durable. */
  public void kill() {
    holder = null;
    endAt = -1;
    failAt = -1;
  }

  /** Cuts the power: of what was not synced, each part is there or not. */
  public void cutPower() {
    kill();
    Map<String, SimulatedFile> kept = namesSinceSync.get(random.nextInt(namesSinceSync.size()));
    names.clear();
    names.putAll(kept);
    namesSinceSync.clear();
    namesSinceSync.add(Map.copyOf(kept));
    names.values().forEach(file -> file.cutPower(random, SECTOR));
  }

  /** Removes all files. */
  public void wipe() {
    names.clear();
    namesSinceSync.clear();
    namesSinceSync.add(Map.of());
  }

  /** Flips bits of the byte at {@code at}, modulo the file's length; false if there is no file. */
  public boolean flip(String name, int at) {
    SimulatedFile file = names.get(name);
    return file != null && file.flip(at);
  }

  /** Returns the names there are. */
  public List<String> list() {
    return names.keySet().stream().sorted().toList();
  }

  boolean inMemory() {
    return inMemory;
  }

  boolean lock(SimulatedHandle by) {
    if (holder == null) {
      holder = by;
    }
    return holder == by;
  }

  void unlock(SimulatedHandle by) {
    holder = holder == by ? null : holder;
  }

  SimulatedFile file(String name) {
    return names.get(name);
  }

  void create(String name) {
    names.put(name, new SimulatedFile());
    namesSinceSync.add(Map.copyOf(names));
  }

  void rename(String from, String to) {
    names.put(to, names.remove(from));
    namesSinceSync.add(Map.copyOf(names));
  }

  void syncNames() {
    namesSinceSync.clear();
    namesSinceSync.add(Map.copyOf(names));
  }

  /** Counts an operation; throws if it is the one to end at, returns true if it is to fail. */
  boolean step() {
    int now = operations++;
    if (now == endAt) {
      throw new Ended();
    }
    return now == failAt;
  }

  StateFolderException.Reason failWith() {
    return failWith;
  }
}
