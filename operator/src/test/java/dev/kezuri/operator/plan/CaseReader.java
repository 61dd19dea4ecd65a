// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads an observation from words, one thing a line. Now is 2026-11-23T08:00:00.000Z; times are
 * offsets from it such as {@code -90s +15m -2h +1d}.
 *
 * <pre>
 * generator first 0 last 7 reserved 3,4 lease 24h history 2 wait-for queue layout old
 * provisioned 16
 * fenced +24h
 * server +2h
 * safeguard CLOCK_SKEW
 * worker 0 lost
 * worker 1 floor -1h held web-1 turn 1 from -1h to +23h on n1 layout old
 * past 1 web-0 from -3h to -2h GRACEFUL
 * pod web-1 created -5m gated gate queue on n1 running started
 *     lease 1 turn 0 from -1h to +15m resigned 1 turn 1 from -1h at -1m      (on the same line)
 * gone web-2
 * said web-3 resigned 2 turn 1 from -1h at -1m
 * </pre>
 */
final class CaseReader {
  static final long NOW = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final String GENERATOR = "shop/orders";

  private Terms terms = terms(new ArrayDeque<>());
  private OptionalInt provisioned = OptionalInt.empty();
  private OptionalLong fenced = OptionalLong.empty();
  private long serverMs = NOW;
  private final Set<Safeguard> safeguards = new HashSet<>();
  private final Map<Integer, Slot> slots = new TreeMap<>();
  private final List<ObservedPod> pods = new ArrayList<>();
  private final Set<Integer> lost = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<String, List<Resignation>> said = new HashMap<>();

  private CaseReader() {}

  static Observation read(String text) {
    CaseReader reader = new CaseReader();
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(reader::line);
    return new Observation(
        NOW,
        reader.serverMs,
        reader.terms,
        reader.provisioned,
        reader.fenced,
        reader.safeguards,
        reader.pods,
        List.copyOf(reader.slots.values()),
        reader.lost,
        reader.gone,
        reader.said);
  }

  private void line(String line) {
    Deque<String> words = new ArrayDeque<>(Arrays.asList(line.trim().split("\\s+")));
    String kind = words.removeFirst();
    switch (kind) {
      case "generator" -> terms = terms(words);
      case "provisioned" -> provisioned = OptionalInt.of(number(words));
      case "fenced" -> fenced = OptionalLong.of(time(words));
      case "server" -> serverMs = time(words);
      case "safeguard" -> safeguards.add(Safeguard.valueOf(words.removeFirst()));
      case "worker" -> worker(words);
      case "past" -> past(words);
      case "pod" -> pods.add(pod(words));
      case "gone" -> gone.add(APod.uid(words.removeFirst()));
      case "said" -> {
        String uid = APod.uid(words.removeFirst());
        words.removeFirst();
        said.put(uid, List.of(resignation(words)));
      }
      default -> throw new IllegalArgumentException("no such thing: " + line);
    }
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("not understood: " + words + " in: " + line);
    }
  }

  private static Terms terms(Deque<String> words) {
    int first = 0;
    int last = 1023;
    Set<Integer> reserved = new HashSet<>();
    long leaseMs = span("24h");
    int history = 20;
    Set<String> waitFor = new HashSet<>();
    IdLayout layout = IdLayout.DEFAULT;
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "first" -> first = number(words);
        case "last" -> last = number(words);
        case "lease" -> leaseMs = span(words.removeFirst());
        case "history" -> history = number(words);
        case "wait-for" -> waitFor.add(words.removeFirst());
        case "layout" -> layout = layout(words);
        case "reserved" ->
            Arrays.stream(words.removeFirst().split(","))
                .map(Integer::valueOf)
                .forEach(reserved::add);
        default -> throw new IllegalArgumentException("no such term: " + word);
      }
    }
    NumberRange range = new NumberRange(first, last, reserved);
    return new Terms(GENERATOR, layout, range, leaseMs, history, waitFor);
  }

  /** The default, another one, or one whose last timestamp is at the time that follows. */
  private static IdLayout layout(Deque<String> words) {
    return switch (words.removeFirst()) {
      case "old" -> Arbitrary.OLD_LAYOUT;
      case "default" -> IdLayout.DEFAULT;
      case "ending" -> Arbitrary.ending(time(words));
      case String other -> throw new IllegalArgumentException("no such layout: " + other);
    };
  }

  private void worker(Deque<String> words) {
    int id = number(words);
    IdLayout layout = IdLayout.DEFAULT;
    OptionalLong floor = OptionalLong.empty();
    Optional<Held> held = Optional.empty();
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "empty" -> floor = OptionalLong.empty();
        case "lost" -> lost.add(id);
        case "floor" -> floor = OptionalLong.of(time(words));
        case "layout" -> layout = layout(words);
        case "held" -> held = Optional.of(held(words));
        default -> throw new IllegalArgumentException("no such part of a worker: " + word);
      }
    }
    slots.put(id, new Slot(id, "v" + id, layout, floor, held, List.of()));
  }

  private static Held held(Deque<String> words) {
    String pod = words.removeFirst();
    int turn = named("turn", words, CaseReader::number);
    Window window = window(words);
    boolean placed = "on".equals(words.peekFirst());
    String node = placed ? named("on", words, Deque::removeFirst) : "";
    return new Held(APod.uid(pod), pod, node, turn, window);
  }

  private void past(Deque<String> words) {
    int id = number(words);
    Slot slot = slots.get(id);
    String pod = words.removeFirst();
    Window window = window(words);
    Past.End end = Past.End.valueOf(words.removeFirst());
    List<Past> history = new ArrayList<>(slot.history());
    history.add(new Past(APod.uid(pod), pod, "", window, end));
    slots.put(
        id,
        new Slot(id, slot.resourceVersion(), slot.layout(), slot.floorMs(), slot.held(), history));
  }

  private static ObservedPod pod(Deque<String> words) {
    String name = words.removeFirst();
    APod pod = APod.named(name).created(NOW).gate(false);
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "created" -> pod.created(time(words));
        case "gated" -> pod.gate(true);
        case "gate" -> pod.otherGate(words.removeFirst());
        case "on" -> pod.node(words.removeFirst());
        case "pending", "running", "terminating", "terminal" ->
            pod.phase(ObservedPod.Phase.valueOf(word.toUpperCase(Locale.ROOT)));
        case "without-sidecar" -> pod.sidecar(SidecarState.NONE);
        case "waiting", "starting", "started", "ended" ->
            pod.sidecar(SidecarState.valueOf(word.toUpperCase(Locale.ROOT)));
        case "lease" -> pod.lease(lease(name, words));
        case "copied-lease" -> pod.lease(lease(words.removeFirst(), words));
        case "numbered" -> pod.number(words.removeFirst());
        case "resigned" -> pod.resigned(resignation(words));
        default -> throw new IllegalArgumentException("no such part of a pod: " + word);
      }
    }
    return pod.build();
  }

  private static Lease lease(String pod, Deque<String> words) {
    int id = number(words);
    int turn = named("turn", words, CaseReader::number);
    Window window = window(words);
    boolean other = "layout".equals(words.peekFirst());
    IdLayout layout = other ? named("layout", words, CaseReader::layout) : IdLayout.DEFAULT;
    return new Lease(GENERATOR, APod.uid(pod), id, window, turn, layout);
  }

  private static Resignation resignation(Deque<String> words) {
    int id = number(words);
    int turn = named("turn", words, CaseReader::number);
    long from = named("from", words, CaseReader::time);
    return new Resignation(id, from, turn, named("at", words, CaseReader::time));
  }

  private static Window window(Deque<String> words) {
    long from = named("from", words, CaseReader::time);
    return new Window(from, named("to", words, CaseReader::time));
  }

  private interface Part<T> {
    T read(Deque<String> words);
  }

  private static <T> T named(String name, Deque<String> words, Part<T> part) {
    String word = words.removeFirst();
    if (!word.equals(name)) {
      throw new IllegalArgumentException(name + " is missing before: " + word);
    }
    return part.read(words);
  }

  private static int number(Deque<String> words) {
    return Integer.parseInt(words.removeFirst());
  }

  private static long time(Deque<String> words) {
    return NOW + span(words.removeFirst());
  }

  private static long span(String text) {
    String digits = text.replaceAll("[a-z]+$", "");
    long unit =
        switch (text.substring(digits.length())) {
          case "", "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> throw new IllegalArgumentException("a time must end with ms s m h d: " + text);
        };
    return Long.parseLong(digits) * unit;
  }
}
