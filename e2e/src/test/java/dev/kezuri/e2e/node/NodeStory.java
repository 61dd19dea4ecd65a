// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

/**
 * One story.
 *
 * @param name the namespace's as well
 * @param says what is told, for {@code --list}
 */
record NodeStory(String name, Phase phase, boolean core, String says, Body body) {
  /** What happens, in a room of its own. */
  interface Body {
    void run(Room room) throws Exception;
  }

  /** When it is run: phases follow each other, in this order. */
  enum Phase {
    /** Several at the same time. */
    TOGETHER,
    /** One after the other: they disturb whatever else runs. */
    ALONE,
    /** Several at the same time, with manifests that {@code inject} made, and no policies. */
    MANIFESTS,
    /** One after the other, and what is installed is another version afterwards. */
    UPGRADE,
    /** One after the other, after all else; they ask the oracle themselves, before the end. */
    END;

    boolean together() {
      return this == TOGETHER || this == MANIFESTS;
    }

    Room.Manner manner() {
      return this == MANIFESTS ? Room.Manner.MANIFEST : Room.Manner.POLICY;
    }
  }
}
