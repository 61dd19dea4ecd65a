// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one start of the application wrote down; {@code e2e/node/draw} tells the form.
 *
 * @param workerId what the pod was told in its environment
 * @param ended whether it ended by itself, or as told to
 */
record DrawLog(
    String podUid, String podName, String workerId, List<Answer> answers, boolean ended) {
  /**
   * What was answered to one request: IDs, or why there are none.
   *
   * @param refusal empty if there are IDs
   */
  record Answer(long askedMs, long answeredMs, List<Long> ids, String refusal) {
    boolean refused() {
      return ids.isEmpty();
    }
  }

  /** Reads what is there so far; a line that is not whole yet is left out. */
  static DrawLog read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty()) {
      return new DrawLog("", "", "", List.of(), false);
    }
    String[] head = lines.getFirst().split(" ", -1);
    if (head.length != 4 || !head[0].equals("pod")) {
      throw new IOException(file + " begins with: " + lines.getFirst());
    }
    boolean ended = lines.getLast().equals("end");
    List<String> body = lines.subList(1, lines.size() - (ended ? 1 : 0));
    return new DrawLog(
        head[1], head[2], head[3], body.stream().map(DrawLog::answer).toList(), ended);
  }

  static Answer answer(String line) {
    String[] words = line.split(" ", -1);
    long asked = Long.parseLong(words[0]);
    long answered = Long.parseLong(words[1]);
    String rest = line.substring(words[0].length() + words[1].length() + 2);
    return words[2].equals("!")
        ? new Answer(asked, answered, List.of(), rest.substring(2))
        : new Answer(
            asked, answered, Arrays.stream(rest.split(" ")).map(Long::valueOf).toList(), "");
  }

  /** Returns every ID, in the order they came. */
  List<Long> ids() {
    return answers.stream().flatMap(answer -> answer.ids().stream()).toList();
  }

  /**
   * A time without an ID.
   *
   * @param ms from the first request that was refused to the next good answer, or to the last one
   * @param ended whether there was a good one
   * @param words the last that was said instead
   */
  record Refused(long ms, boolean ended, String words) {}

  /** Returns every time without an ID. */
  List<Refused> refusals() {
    List<Refused> found = new ArrayList<>();
    Answer first = null;
    Answer last = null;
    for (Answer answer : answers) {
      if (answer.refused()) {
        first = first == null ? answer : first;
        last = answer;
      } else if (first != null) {
        found.add(new Refused(answer.answeredMs() - first.askedMs(), true, last.refusal()));
        first = null;
      }
    }
    if (first != null) {
      found.add(new Refused(last.answeredMs() - first.askedMs(), false, last.refusal()));
    }
    return found;
  }
}
